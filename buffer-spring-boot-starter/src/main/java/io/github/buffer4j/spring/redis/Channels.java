package io.github.buffer4j.spring.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;

/**
 * Receives the channels of the buffers of one application, over one connection. Lettuce restores a connection that
 * breaks. One that has ended, as with a connection factory that stops and starts, is replaced. Safe for use by any
 * number of threads.
 *
 * <p>Spring's {@code RedisMessageListenerContainer} is not used: it may miss a channel that is added while it
 * subscribes to others, waits for the server in the calling thread, and does not notice that its connection has ended.
 */
final class Channels implements MessageListener, SubscriptionListener {

    private static final Log LOGGER = LogFactory.getLog(RedisBuffers.class);

    /* How often the connection is looked at, and replaced if it is not open. */
    private static final long CHECK_SECONDS = 1;

    private final RedisConnectionFactory factory;

    /*
     * One thread changes the subscriptions, so that each follows the one before, and so that only this thread waits for
     * a connection. Threads of Lettuce look up channels.
     */
    private final ScheduledExecutorService thread;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private @Nullable RedisConnection connection;

    /* The clients of one buffer, and whether its channel has been subscribed to. */
    private static final class Channel {

        private final List<RedisSignals> clients = new CopyOnWriteArrayList<>();
        private final CompletableFuture<@Nullable Void> subscribed = new CompletableFuture<>();
    }

    /**
     * Creates an object without channels.
     *
     * @param thread a single thread, which this object ends
     */
    Channels(RedisConnectionFactory factory, ScheduledExecutorService thread) {
        this.factory = factory;
        this.thread = thread;
        Future<?> unused = thread.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Lets a client receive the signals of a channel.
     *
     * @return is completed once the client receives them, exceptionally if it cannot
     * @throws RejectedExecutionException if this object has ended
     */
    Future<@Nullable Void> add(String name, RedisSignals client) {
        return CompletableFuture.supplyAsync(() -> subscribe(name, client), thread)
                .thenCompose(channel -> channel.subscribed);
    }

    private Channel subscribe(String name, RedisSignals client) {
        Channel channel = channels.computeIfAbsent(name, key -> new Channel());
        channel.clients.add(client);
        if (channel.clients.size() == 1) {
            try {
                subscribe(name, channel);
            } catch (RuntimeException e) {
                channel.subscribed.completeExceptionally(e);
            }
        }
        return channel;
    }

    private void subscribe(String name, Channel channel) {
        RedisConnection current = openConnection();
        if (current == null) {
            connect();
            return;
        }
        CompletionStage<Void> unused = commands(current)
                .subscribe(name.getBytes(UTF_8))
                .whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        channel.subscribed.completeExceptionally(failure);
                    }
                });
    }

    /** Lets a client receive no more signals of a channel. Does not wait for the server. */
    void remove(String name, RedisSignals client) {
        try {
            thread.execute(() -> unsubscribe(name, client));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("The channel " + name + " has been left with all others", e);
        }
    }

    private void unsubscribe(String name, RedisSignals client) {
        Channel channel = channels.get(name);
        if (channel == null || !channel.clients.remove(client) || !channel.clients.isEmpty()) {
            return;
        }
        channels.remove(name);
        if (channels.isEmpty()) {
            disconnect();
            return;
        }
        RedisConnection current = openConnection();
        if (current != null) {
            Future<?> unused = commands(current).unsubscribe(name.getBytes(UTF_8));
        }
    }

    private void check() {
        if (!channels.isEmpty() && openConnection() == null) {
            try {
                connect();
            } catch (RuntimeException e) {
                LOGGER.debug("The signals of the buffers cannot be received yet", e);
            }
        }
    }

    private void connect() {
        disconnect();
        RedisConnection opened = factory.getConnection();
        try {
            opened.subscribe(
                    this,
                    channels.keySet().stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new));
            connection = opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void disconnect() {
        RedisConnection current = connection;
        if (current != null) {
            connection = null;
            try {
                current.close();
            } catch (RuntimeException e) {
                LOGGER.debug("The connection of the signals could not be closed", e);
            }
        }
    }

    private @Nullable RedisConnection openConnection() {
        RedisConnection current = connection;
        return current != null && commands(current).getStatefulConnection().isOpen() ? current : null;
    }

    /* The commands of Spring's subscription wait for their answers. */
    @SuppressWarnings("unchecked")
    private static RedisPubSubAsyncCommands<byte[], byte[]> commands(RedisConnection subscribed) {
        return (RedisPubSubAsyncCommands<byte[], byte[]>) subscribed.getNativeConnection();
    }

    @Override
    public void onMessage(Message message, byte @Nullable [] pattern) {
        Channel channel = channels.get(new String(message.getChannel(), UTF_8));
        if (channel != null) {
            channel.clients.forEach(client -> client.signal(message.getBody()));
        }
    }

    @Override
    public void onChannelSubscribed(byte[] name, long count) {
        Channel channel = channels.get(new String(name, UTF_8));
        if (channel != null) {
            boolean again = !channel.subscribed.complete(null);
            channel.clients.forEach(client -> client.subscribed(again));
        }
    }

    /** Ends the connection, and waits for that if it does not take long. */
    void end() {
        thread.execute(this::disconnect);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(RedisCommands.HURRIED_NANOS, TimeUnit.NANOSECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
