package io.github.buffer4j.spring.test;

import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Lets one thread wait for listeners and for a buffer. Registered with the listeners until it is closed. */
final class Signals implements AutoCloseable {

    private final List<BufferListenerContainer> containers;
    private final Runnable listener = this::signal;
    private final Semaphore progress = new Semaphore(0);
    private final long deadline;

    /* The thread that waits in the buffer, which is interrupted when a listener fails. Guarded by this object. */
    private @Nullable Thread sleeper;
    private boolean woken;

    /**
     * Creates signals.
     *
     * @param containers those that signal
     * @param timeout the time that all waits together have
     */
    Signals(List<BufferListenerContainer> containers, Duration timeout) {
        this.containers = containers;
        this.deadline = System.nanoTime() + Math.min(TimeUnit.NANOSECONDS.convert(timeout), Long.MAX_VALUE / 2);
        containers.forEach(container -> container.addProgressListener(listener));
    }

    @Override
    public void close() {
        containers.forEach(container -> container.removeProgressListener(listener));
    }

    /* A permit that is there already has not been seen yet. */
    private void signal() {
        if (progress.availablePermits() == 0) {
            progress.release();
        }
        if (hasFailure()) {
            wakeUp();
        }
    }

    private boolean hasFailure() {
        return containers.stream().anyMatch(container -> container.failure() != null);
    }

    private synchronized void wakeUp() {
        if (sleeper != null) {
            woken = true;
            sleeper.interrupt();
        }
    }

    /** Waits until a condition of the listeners is true; returns false on time-out. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        boolean inTime = true;
        while (inTime) {
            progress.drainPermits();
            if (condition.getAsBoolean()) {
                return true;
            }
            inTime = progress.tryAcquire(remaining(), TimeUnit.NANOSECONDS);
        }
        return condition.getAsBoolean();
    }

    /**
     * Waits until a buffer is idle.
     *
     * @param hopeless returns whether waiting is in vain; evaluated when a listener fails
     * @return false if the time elapsed first, or waiting is in vain
     */
    boolean awaitIdle(StreamingBuffer buffer, BooleanSupplier hopeless) throws InterruptedException {
        while (true) {
            sleeps(Thread.currentThread());
            try {
                return !hopeless.getAsBoolean() && buffer.awaitIdle(Duration.ofNanos(remaining()));
            } catch (InterruptedException e) {
                if (!woken()) {
                    throw e;
                }
            } finally {
                sleeps(null);
            }
        }
    }

    private synchronized void sleeps(@Nullable Thread thread) {
        sleeper = thread;
        if (woken) {
            woken = false;
            boolean unused = Thread.interrupted();
        }
    }

    private synchronized boolean woken() {
        return woken;
    }

    private long remaining() {
        return Math.max(0, deadline - System.nanoTime());
    }
}
