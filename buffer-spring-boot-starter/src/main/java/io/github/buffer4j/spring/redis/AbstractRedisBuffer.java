package io.github.buffer4j.spring.redis;

import static io.github.buffer4j.spring.redis.RedisClient.utf8;

import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.BufferKind;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.SharedBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The part of a buffer on a server that does not depend on the type of its elements: the states, the totals, and this
 * client.
 *
 * @param <E> the type of the elements
 */
abstract class AbstractRedisBuffer<E> implements SharedBuffer {

    /** The name of this backend. */
    static final String BACKEND = "redis";

    private static final Log LOGGER = LogFactory.getLog(RedisBuffer.class);
    private static final long MAX_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    private final RedisBuffers owner;
    final RedisClient client;
    private final BufferKind kind;
    final RedisEnd end;
    final ElementCodec<E> codec;
    private final RedisSignals signals;
    final RedisWriting writing;
    final RedisReading<E> reading;
    final RedisLeases<E> leases;

    /* What is known of a buffer that this client has left, or that was created anew after its end. */
    private volatile Contents last;

    AbstractRedisBuffer(RedisBuffers owner, RedisClient client, BufferKind kind, RedisBufferBuilder<E> options) {
        this.owner = owner;
        this.client = client;
        this.kind = kind;
        this.end = new RedisEnd(client);
        this.codec = options.codec();
        this.signals = new RedisSignals(options.safetyNanos());
        this.writing = new RedisWriting(client, end, kind, signals.room());
        this.reading = new RedisReading<>(client, end, codec, signals.elements());
        this.leases = new RedisLeases<>(client, reading, options.lease());
        client.whenLost(signals::wakeAll);
        this.last = Contents.of(client, Contents.STATS);
    }

    RedisSignals signals() {
        return signals;
    }

    String channel() {
        return client.channel();
    }

    void renewLeases() {
        leases.renew();
        reading.undoDoubtsSoon();
    }

    // ---- Both ends ----

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public BufferKind kind() {
        return kind;
    }

    @Override
    public int size() {
        return end.terminal() == null ? contents("numbers").size() : 0;
    }

    @Override
    public int capacity() {
        return contents("numbers").capacity();
    }

    @Override
    public BufferState state() {
        BufferState terminal = end.terminal();
        return terminal == null ? contents("numbers").state() : terminal;
    }

    /* The totals of a buffer that has ended do not change any more. Its server may have forgotten them. */
    private Contents contents(String what) {
        if (end.isDetached()) {
            return last;
        }
        try {
            Contents contents = Contents.of(client, what);
            BufferState unused = end.note(contents.state());
            if (!contents.isFormer()) {
                last = contents;
            }
        } catch (BufferLostException e) {
            if (end.terminal() == null) {
                throw e;
            }
        }
        return last;
    }

    @Override
    public BufferStats stats() {
        Contents contents = contents(Contents.STATS);
        BufferState terminal = end.terminal();
        return contents.stats(
                terminal == null ? contents.state() : terminal,
                signals.room().waits(),
                signals.elements().waits(),
                writing.rejectedHere());
    }

    @Override
    public int reset() {
        return end.terminal() != null
                ? 0
                : client.execute(Script.RESIZE, utf8("")).integer(1);
    }

    @Override
    public void resize(int capacity) {
        requireCapacity(kind, capacity);
        end.requireAttached("resize", 0);
        if (end.note(client.execute(Script.RESIZE, RedisClient.ascii(capacity)).state())
                .isTerminal()) {
            throw end.closed("Cannot resize " + this, 0);
        }
    }

    static void requireCapacity(BufferKind kind, int capacity) {
        boolean unbounded = kind == BufferKind.GROWABLE && capacity == Integer.MAX_VALUE;
        if (!unbounded && (capacity < 1 || capacity > BufferBuilder.MAX_CAPACITY)) {
            throw new IllegalArgumentException(
                    "capacity must be 1 to " + BufferBuilder.MAX_CAPACITY + ", but is " + capacity);
        }
    }

    @Override
    public boolean closeWrite() {
        return close("writing", null);
    }

    @Override
    public boolean closeWrite(Throwable cause) {
        return close("writing", Objects.requireNonNull(cause, "cause"));
    }

    @Override
    public void close() {
        closeWithError(null);
    }

    @Override
    public boolean closeWithError(@Nullable Throwable cause) {
        return close("both", cause);
    }

    private boolean close(String ends, @Nullable Throwable cause) {
        if (end.terminal() != null) {
            return false;
        }
        Reply reply = client.execute(Script.CLOSE, utf8(ends), RedisEnd.text(cause));
        if (cause != null && reply.integer(2) == 1) {
            end.closedWith(cause);
        }
        return reply.integer(1) == 1;
    }

    static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
        throwIfInterrupted();
        long begin = System.nanoTime();
        Signals.Wait wait = signals.changes().new Wait();
        try {
            while (true) {
                wait.look();
                if (state().isTerminal()) {
                    return true;
                }
                long left = nanos - (System.nanoTime() - begin);
                if (left <= 0) {
                    return false;
                }
                wait.await(Math.min(left, MAX_PAUSE_NANOS));
            }
        } finally {
            wait.end();
        }
    }

    @Override
    public @Nullable Throwable error() {
        return end.error();
    }

    // ---- This client ----

    @Override
    public String backend() {
        return BACKEND;
    }

    @Override
    public String generation() {
        return client.generation();
    }

    @Override
    public ClientStats clientStats() {
        Signals.Waits room = signals.room().waits();
        Signals.Waits elements = signals.elements().waits();
        return new ClientStats(
                room.waiting(),
                elements.waiting(),
                leases.count(),
                reading.taken(),
                leases.redelivered(),
                signals.reconnects(),
                room.looks() + elements.looks(),
                room.usefulLooks() + elements.usefulLooks(),
                client.isAvailable(),
                end.isLost(),
                end.isDetached());
    }

    @Override
    public void detach() {
        if (!end.isDetached()) {
            client.leave();
            lookForTheLastTime();
            end.detach();
            leases.abandon();
            signals.wakeAll();
            reading.undoDoubtsSoon();
            owner.detached(this);
            forget();
            client.close();
        }
    }

    private void forget() {
        try {
            client.forget();
        } catch (IllegalStateException e) {
            LOGGER.debug("The server keeps the last commands of a client of the buffer '" + name() + "' for long", e);
        }
    }

    private void lookForTheLastTime() {
        try {
            Contents unused = contents(Contents.STATS);
        } catch (IllegalStateException e) {
            LOGGER.debug("The last totals of the buffer '" + name() + "' are not known", e);
        }
    }

    /** Returns the kind, the name and the generation. Does not ask the server. */
    @Override
    public String toString() {
        return "RedisBuffer[name=" + name() + ", kind=" + kind + ", generation=" + generation() + "]";
    }
}
