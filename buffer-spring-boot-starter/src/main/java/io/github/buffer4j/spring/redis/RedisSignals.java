package io.github.buffer4j.spring.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * Receives the signals of one buffer: {@code R} when there are elements again, {@code W} when there is room again,
 * {@code C} when the state or the capacity has changed. An empty one means nothing. Signals may be lost with the
 * connection, so a new subscription wakes all threads.
 */
final class RedisSignals {

    private final Signals elements;
    private final Signals room;
    private final Signals changes = new Signals(0);
    private final LongAdder reconnects = new LongAdder();

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
        return reconnects.sum();
    }

    /** Wakes the threads that a signal is for. */
    void signal(byte[] signal) {
        switch (new String(signal, StandardCharsets.US_ASCII)) {
            case "R" -> elements.signalOne();
            case "W" -> room.signalOne();
            case "" -> {}
            default -> wakeAll();
        }
    }

    /**
     * Notes a new subscription.
     *
     * @param again whether there was one before
     */
    void subscribed(boolean again) {
        if (again) {
            reconnects.increment();
        }
        wakeAll();
    }

    void wakeAll() {
        elements.signalAll();
        room.signalAll();
        changes.signalAll();
    }
}
