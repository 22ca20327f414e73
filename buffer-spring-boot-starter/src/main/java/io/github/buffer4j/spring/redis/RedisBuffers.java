package io.github.buffer4j.spring.redis;

import io.github.buffer4j.spring.BufferLifecycle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
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

    private static final Log LOGGER = LogFactory.getLog(RedisBuffers.class);

    /* Leases are renewed three times before they end. */
    private static final int RENEWALS = 3;

    private final RedisConnectionFactory connectionFactory;
    private final String applicationName = UUID.randomUUID().toString();
    private final AtomicInteger clients = new AtomicInteger();

    /* With the task that renews its leases. */
    private final Map<AbstractRedisBuffer<?>, Future<?>> buffers = new ConcurrentHashMap<>();

    /* Null while no buffer is attached. Guarded by the lock of this object. */
    private @Nullable RedisMessageListenerContainer container;
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

    /* Returns once the subscription is there, unless the server lets it wait for long. */
    void attach(AbstractRedisBuffer<?> buffer, Duration lease) {
        long nanos = Math.max(1, lease.toNanos() / RENEWALS);
        buffers.put(buffer, renewals().scheduleWithFixedDelay(buffer::renewLeases, nanos, nanos, TimeUnit.NANOSECONDS));
        container().addMessageListener(buffer.signals(), new ChannelTopic(buffer.channel()));
    }

    void detached(AbstractRedisBuffer<?> buffer) {
        Future<?> renewal = buffers.remove(buffer);
        if (renewal == null) {
            return;
        }
        renewal.cancel(false);
        RedisMessageListenerContainer current;
        synchronized (this) {
            current = container;
        }
        if (current != null) {
            try {
                current.removeMessageListener(buffer.signals());
            } catch (RuntimeException e) {
                LOGGER.debug("The channel of the buffer '" + buffer.name() + "' could not be left", e);
            }
        }
    }

    private synchronized ScheduledExecutorService renewals() {
        ScheduledExecutorService current = renewals;
        if (current == null) {
            current = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "buffer-leases");
                thread.setDaemon(true);
                return thread;
            });
            renewals = current;
        }
        return current;
    }

    private synchronized RedisMessageListenerContainer container() {
        RedisMessageListenerContainer current = container;
        if (current == null) {
            ServerCheck.run(connectionFactory);
            current = new RedisMessageListenerContainer();
            current.setConnectionFactory(connectionFactory);
            current.setTaskExecutor(Runnable::run);
            current.setBeanName("buffers");
            current.afterPropertiesSet();
            current.start();
            container = current;
        }
        return current;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        List.copyOf(buffers.keySet()).forEach(AbstractRedisBuffer::detach);
        RedisMessageListenerContainer current;
        synchronized (this) {
            current = container;
            container = null;
            if (renewals != null) {
                renewals.shutdownNow();
                renewals = null;
            }
        }
        if (current != null) {
            try {
                current.destroy();
            } catch (Exception e) {
                LOGGER.warn("The subscription of the buffers could not be ended", e);
            }
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
     * Returns false: the clients stay attached while the context is paused.
     *
     * @return false
     */
    @Override
    public boolean isPauseable() {
        return false;
    }
}
