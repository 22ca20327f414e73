package io.github.buffer4j.spring.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.buffer4j.BufferFullException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Executes scripts. A command without an answer is sent again, with the same arguments, until its time is up: the
 * scripts execute it once. Waits for answers without regard to interrupts, except that an interrupted thread, and one
 * whose client is leaving, does not try again for long. Safe for use by any number of threads.
 */
final class RedisCommands {

    private static final long FIRST_ATTEMPT_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MAX_ATTEMPT_NANOS = Duration.ofSeconds(8).toNanos();
    private static final long MAX_PAUSE_NANOS = Duration.ofMillis(250).toNanos();

    /** What a thread waits for an answer that nobody needs any more. */
    static final long HURRIED_NANOS = Duration.ofSeconds(1).toNanos();

    /* Errors of a server that is not ready, or not the right one any more. */
    private static final List<String> PASSING =
            List.of("LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY", "NOREPLICAS", "MISCONF");

    /* Errors with which a server refuses a connection. A client of a cluster quotes them. */
    private static final List<String> REFUSALS = List.of("WRONGPASS", "NOAUTH", "NOPERM");

    /* Of a script in the middle of the migration of its slot. */
    private static final String NOT_LOCAL = "non local key";

    /* How long a thread waits until it looks whether its client leaves. */
    private static final long SLICE_NANOS = Duration.ofMillis(250).toNanos();

    private final RedisConnectionFactory factory;
    private final BooleanSupplier leaving;

    /* Changed under the lock of this object. */
    private volatile @Nullable RedisConnection connection;
    private volatile boolean available = true;

    RedisCommands(RedisConnectionFactory factory, BooleanSupplier leaving) {
        this.factory = factory;
        this.leaving = leaving;
    }

    /** Returns whether the last command had an answer. */
    boolean isAvailable() {
        return available;
    }

    /**
     * Executes a script.
     *
     * @param nanos the time after which it is not tried again
     * @throws BufferUnavailableException if there is no answer in time
     * @throws BufferFullException if the memory of the server is full
     * @throws IllegalStateException if the server refuses it
     */
    Reply run(Script script, byte[][] keys, byte[][] arguments, long nanos) {
        boolean interrupted = Thread.interrupted();
        try {
            Attempts attempts = new Attempts(nanos, interrupted);
            boolean known = true;
            boolean unanswered = false;
            while (true) {
                RedisConnection current = null;
                try {
                    current = connection();
                    RedisFuture<List<Object>> future = send(current, script, known, keys, arguments);
                    Reply reply = new Reply(attempts.await(future));
                    available = true;
                    return reply;
                } catch (RedisNoScriptException e) {
                    known = false;
                } catch (RedisCommandExecutionException e) {
                    failUnlessPassing(script, e, unanswered);
                    attempts.pauseOrFail(script, e);
                } catch (RedisException | DataAccessException | IllegalStateException e) {
                    /* A factory that has stopped may start again, as when its context pauses. */
                    unanswered = true;
                    release(current);
                    failIfRefused(script, e);
                    attempts.pauseOrFail(script, e);
                } catch (TimeoutException e) {
                    unanswered = true;
                    attempts.pauseOrFail(script, e);
                } finally {
                    interrupted = attempts.interrupted;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static RedisFuture<List<Object>> send(
            RedisConnection connection, Script script, boolean known, byte[][] keys, byte[][] arguments) {
        RedisScriptingAsyncCommands<byte[], byte[]> commands =
                (RedisScriptingAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
        return known
                ? commands.evalsha(script.digest(), ScriptOutputType.MULTI, keys, arguments)
                : commands.eval(script.text().getBytes(UTF_8), ScriptOutputType.MULTI, keys, arguments);
    }

    private RedisConnection connection() {
        RedisConnection current = connection;
        return current == null ? openConnection() : current;
    }

    private synchronized RedisConnection openConnection() {
        RedisConnection current = connection;
        if (current == null) {
            current = factory.getConnection();
            connection = current;
        }
        return current;
    }

    /** Releases the connection. A later command gets another one. */
    void release() {
        release(connection);
    }

    /* Another thread may have another one already. */
    private synchronized void release(@Nullable RedisConnection failed) {
        if (failed != null && failed == connection) {
            connection = null;
            failed.close();
        }
    }

    /* A command that is refused for lack of memory may be executed later if it was sent before as well. */
    private static void failUnlessPassing(Script script, RedisCommandExecutionException e, boolean unanswered) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("OOM")) {
            if (unanswered) {
                throw new BufferUnavailableException(
                        "The memory of the Redis server is full, and it has not answered an earlier attempt", e, 0);
            }
            throw (BufferFullException) new BufferFullException("The memory of the Redis server is full").initCause(e);
        }
        if (PASSING.stream().noneMatch(message::startsWith) && !message.contains(NOT_LOCAL)) {
            throw new IllegalStateException("The script " + script + " failed: " + message, e);
        }
    }

    /* A start does not wait for another password. Later, one may be about to be changed on both sides. */
    private static void failIfRefused(Script script, Exception e) {
        if (script != Script.OPEN) {
            return;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (REFUSALS.stream().anyMatch(message::contains)) {
                throw new IllegalStateException("The Redis server refuses the connection: " + message, e);
            }
        }
    }

    /* The attempts to execute one command. */
    private final class Attempts {

        private final long begin = System.nanoTime();
        private long nanos;
        private long attemptNanos = FIRST_ATTEMPT_NANOS;
        private long pauseNanos = Duration.ofMillis(5).toNanos();
        private boolean interrupted;
        private boolean hurried;

        private Attempts(long nanos, boolean interrupted) {
            this.nanos = nanos;
            this.interrupted = interrupted;
        }

        private long left() {
            long elapsed = System.nanoTime() - begin;
            if (!hurried && (interrupted || leaving.getAsBoolean())) {
                hurried = true;
                nanos = Math.min(nanos, elapsed + HURRIED_NANOS);
            }
            return nanos - elapsed;
        }

        private List<Object> await(RedisFuture<List<Object>> future) throws TimeoutException {
            long end = System.nanoTime() + Math.max(1, Math.min(attemptNanos, left()));
            while (true) {
                try {
                    return future.get(Math.min(SLICE_NANOS, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    long now = System.nanoTime();
                    end = Math.min(end, now + left());
                    if (now - end < 0) {
                        continue;
                    }
                    future.cancel(true);
                    attemptNanos = Math.min(2 * attemptNanos, MAX_ATTEMPT_NANOS);
                    throw e;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RedisException failure ? failure : new RedisException(e.getCause());
                }
            }
        }

        private void pauseOrFail(Script script, Exception cause) {
            long pause = Math.min(pauseNanos, left());
            if (pause <= 0) {
                available = false;
                throw new BufferUnavailableException(
                        "The Redis server has not answered the script " + script, cause, 0);
            }
            pauseNanos = Math.min(2 * pauseNanos, MAX_PAUSE_NANOS);
            try {
                TimeUnit.NANOSECONDS.sleep(pause);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
