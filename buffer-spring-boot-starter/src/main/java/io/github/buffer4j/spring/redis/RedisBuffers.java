package io.github.buffer4j.spring.redis;

import io.github.buffer4j.spring.BufferLifecycle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * The clients of one application for buffers on one Redis server: receives their signals and renews their leases. The
 * server is reached through a connection factory of Lettuce, which may be one for a single server, a Sentinel or a
 * cluster.
 *
 * <p>Stops after {@link BufferLifecycle}, which detaches the clients, so that they receive signals until then. Detaches
 * those that are left. Safe for use by any number of threads.
 */
public final class RedisBuffers implements SmartLifecycle, AopInfrastructureBean {

    /** The phase in which the signals stop. */
    public static final int PHASE = BufferLifecycle.PHASE - 1;

    /* Leases are renewed three times before they end. */
    private static final int RENEWALS = 3;

    private final RedisConnectionFactory connectionFactory;
    private final String applicationName = UUID.randomUUID().toString();
    private final AtomicInteger clients = new AtomicInteger();

    /* With the task that renews its leases. */
    private final Map<AbstractRedisBuffer<?>, Future<?>> buffers = new ConcurrentHashMap<>();

    /* Null until a buffer is attached. Guarded by the lock of this object. */
    private @Nullable Channels channels;
    private @Nullable ScheduledExecutorService renewals;
    private volatile boolean running;

    /**
     * Creates an object without buffers.
     *
     * @param connectionFactory the factory of the connections, which is initialized
     */
    public RedisBuffers(RedisConnectionFactory connectionFactory) {
        this.connectionFactory = connectionFactory;
    }

    /**
     * Returns a builder of a client of a buffer.
     *
     * @param name the name of the buffer, of ASCII letters, digits, '.', '_' and '-'
     * @param serializer encodes and decodes the elements; safe for use by several threads
     * @param <E> the type of the elements
     * @return a new builder
     */
    public <E> RedisBufferBuilder<E> builder(String name, RedisSerializer<E> serializer) {
        return new RedisBufferBuilder<>(this, name, serializer);
    }

    RedisConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    /** Returns a name on the server that no other client has. */
    String nextClientName() {
        return applicationName + "-" + clients.getAndIncrement();
    }

    /**
     * Renews the leases of a client, and returns once it receives its signals.
     *
     * @param timeout how long to wait for the subscription
     * @throws BufferUnavailableException if it does not receive them
     */
    void attach(AbstractRedisBuffer<?> buffer, Duration lease, Duration timeout) {
        long nanos = Math.max(1, lease.toNanos() / RENEWALS);
        buffers.put(buffer, renewals().scheduleWithFixedDelay(buffer::renewLeases, nanos, nanos, TimeUnit.NANOSECONDS));
        try {
            channels().add(buffer.channel(), buffer.signals()).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw notReceived(buffer, e.getCause());
        } catch (TimeoutException | RejectedExecutionException e) {
            throw notReceived(buffer, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notReceived(buffer, e);
        }
    }

    private static BufferUnavailableException notReceived(AbstractRedisBuffer<?> buffer, @Nullable Throwable cause) {
        return new BufferUnavailableException(
                "The signals of the buffer '" + buffer.name() + "' cannot be received", cause, 0);
    }

    void detached(AbstractRedisBuffer<?> buffer) {
        Future<?> renewal = buffers.remove(buffer);
        if (renewal == null) {
            return;
        }
        renewal.cancel(false);
        Channels current;
        synchronized (this) {
            current = channels;
        }
        if (current != null) {
            current.remove(buffer.channel(), buffer.signals());
        }
    }

    private synchronized ScheduledExecutorService renewals() {
        ScheduledExecutorService current = renewals;
        if (current == null) {
            current = newThread("buffer-leases");
            renewals = current;
        }
        return current;
    }

    private synchronized Channels channels() {
        Channels current = channels;
        if (current == null) {
            ScheduledExecutorService thread = newThread("buffer-signals");
            thread.execute(() -> ServerCheck.run(connectionFactory));
            current = new Channels(connectionFactory, thread);
            channels = current;
        }
        return current;
    }

    private static ScheduledExecutorService newThread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        List.copyOf(buffers.keySet()).forEach(AbstractRedisBuffer::detach);
        Channels current;
        synchronized (this) {
            current = channels;
            channels = null;
            if (renewals != null) {
                renewals.shutdownNow();
                renewals = null;
            }
        }
        if (current != null) {
            current.end();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /**
     * Returns false: the clients stay attached while the context is paused, and receive signals again after its
     * restart.
     *
     * @return false
     */
    @Override
    public boolean isPauseable() {
        return false;
    }
}
