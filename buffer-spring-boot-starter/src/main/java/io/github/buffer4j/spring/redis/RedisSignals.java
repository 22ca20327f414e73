package io.github.buffer4j.spring.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.SubscriptionListener;

/**
 * Receives the signals of one buffer: {@code R} when there are elements again, {@code W} when there is room again,
 * {@code C} when the state or the capacity has changed. An empty one means nothing. Signals may be lost with the
 * connection, so a new subscription wakes all threads.
 */
final class RedisSignals implements MessageListener, SubscriptionListener {

    private final Signals elements;
    private final Signals room;
    private final Signals changes = new Signals(0);
    private final AtomicLong subscriptions = new AtomicLong();

    RedisSignals(long safetyNanos) {
        this.elements = new Signals(safetyNanos);
        this.room = new Signals(safetyNanos);
    }

    /** Returns the signals for threads that wait for an element. */
    Signals elements() {
        return elements;
    }

    /** Returns the signals for threads that wait for room. */
    Signals room() {
        return room;
    }

    /** Returns the signals for threads that wait for the end. */
    Signals changes() {
        return changes;
    }

    /** Returns how often the subscription was established again. */
    long reconnects() {
        return Math.max(0, subscriptions.get() - 1);
    }

    @Override
    public void onMessage(Message message, byte @Nullable [] pattern) {
        String signal = new String(message.getBody(), StandardCharsets.US_ASCII);
        switch (signal) {
            case "R" -> elements.signalOne();
            case "W" -> room.signalOne();
            case "" -> {}
            default -> wakeAll();
        }
    }

    @Override
    public void onChannelSubscribed(byte[] channel, long count) {
        subscriptions.incrementAndGet();
        wakeAll();
    }

    void wakeAll() {
        elements.signalAll();
        room.signalAll();
        changes.signalAll();
    }
}
