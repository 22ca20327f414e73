package io.github.buffer4j.spring.metrics;

import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A writer and a reader of a buffer whose elements are the times at which the reader takes them. The reader takes the
 * elements in their order, so that those times must not decrease.
 */
final class DelayedBuffer implements AutoCloseable {

    /* A thread that parks may be late by more than this; one that spins is not. */
    private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final Buffer<Stamp> buffer;
    private final Load load;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Long> stays = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean running = true;

    /** An element: when it was written, and when it is taken. */
    record Stamp(long written, long due) {}

    /** What is written. */
    interface Load {

        /** Returns how long after the start a step takes place. */
        long at(int step);

        /** Returns the delays of the elements that the step writes at once. */
        long[] delays(int step);
    }

    DelayedBuffer(Buffer<Stamp> buffer, Load load) {
        this.buffer = buffer;
        this.load = load;
    }

    void start() {
        threads.add(new Thread(this::read, "reader of " + buffer.name()));
        threads.add(new Thread(this::write, "writer of " + buffer.name()));
        threads.forEach(Thread::start);
    }

    /** Returns the median of the times that the elements were in the buffer, as the reader has seen them. */
    long medianNanos() {
        synchronized (stays) {
            return stays.stream().sorted().skip(stays.size() / 2).findFirst().orElseThrow();
        }
    }

    /** Returns the mean of these times. */
    double meanNanos() {
        synchronized (stays) {
            return stays.stream().mapToLong(Long::longValue).average().orElseThrow();
        }
    }

    private void write() {
        long start = System.nanoTime();
        try {
            for (int step = 0; running; step++) {
                waitUntil(start + load.at(step));
                long now = System.nanoTime();
                long[] delays = load.delays(step);
                Stamp[] elements = new Stamp[delays.length];
                for (int i = 0; i < delays.length; i++) {
                    elements[i] = new Stamp(now, now + delays[i]);
                }
                buffer.write(elements);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            while (running) {
                Stamp oldest = buffer.peek();
                if (oldest == null) {
                    LockSupport.parkNanos(LOOK_NANOS);
                } else {
                    waitUntil(oldest.due());
                    buffer.next();
                    stays.add(System.nanoTime() - oldest.written());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitUntil(long due) {
        long left = due - System.nanoTime();
        while (left > 0 && running) {
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
            left = due - System.nanoTime();
        }
    }

    @Override
    public void close() {
        running = false;
        threads.forEach(Thread::interrupt);
        await("the threads to end").until(() -> threads.stream().noneMatch(Thread::isAlive));
    }
}
