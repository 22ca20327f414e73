package io.github.buffer4j.spring.listener;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a container. It is interrupted only while it takes from the buffer, unless it is forced to stop.
 *
 * <p>A wake-up increases {@code wakeUps} and then reads {@code taking}. The thread sets {@code taking} and then checks
 * whether the container is running; afterwards it clears {@code taking} and then reads {@code wakeUps}. Therefore no
 * wake-up is missed, and no interrupt arrives while the thread does not take.
 */
final class Lane implements Runnable {

    private final ThreadedContainer container;
    private final Predicate<Lane> work;
    private final String name;

    private volatile @Nullable Thread thread;
    private volatile boolean taking;
    private volatile int wakeUps;
    private volatile boolean forced;
    private volatile boolean failed;
    private final AtomicInteger inFlight = new AtomicInteger();
    private int seen;

    /**
     * Creates a lane.
     *
     * @param work does the next step, and returns false if there is nothing to do any more
     * @param name the name of the thread
     */
    Lane(ThreadedContainer container, Predicate<Lane> work, String name) {
        this.container = container;
        this.work = work;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Returns the number of elements that this thread is handling. */
    int inFlight() {
        return inFlight.get();
    }

    /* Need not be visible at once: until then the buffer knows that this thread has elements. */
    void setInFlight(int elements) {
        inFlight.lazySet(elements);
    }

    boolean isForced() {
        return forced;
    }

    /** Returns whether this thread ends although the container may be running. */
    boolean hasFailed() {
        return forced || failed;
    }

    boolean isOf(Thread candidate) {
        return thread == candidate;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            boolean goesOn = true;
            while (goesOn && container.goesOn(this)) {
                goesOn = work.test(this);
            }
        } catch (Throwable e) {
            failed = true;
            container.fail(e);
        } finally {
            container.left(this);
        }
    }

    /** Takes from the buffer; returns null if there is a reason to leave. */
    <T> @Nullable T take(Source<T> source) {
        taking = true;
        try {
            return container.isRunning() && !forced ? source.take() : null;
        } catch (InterruptedException e) {
            return null;
        } finally {
            taking = false;
            if (wakeUps != seen) {
                clearInterrupt();
            }
        }
    }

    private synchronized void clearInterrupt() {
        seen = wakeUps;
        if (!forced) {
            boolean unused = Thread.interrupted();
        }
    }

    /** Interrupts the thread if it is taking. */
    synchronized void wakeUp() {
        int next = wakeUps + 1;
        wakeUps = next;
        Thread sleeper = thread;
        if (taking && sleeper != null) {
            sleeper.interrupt();
        }
    }

    /** Interrupts the thread, whatever it is doing. */
    synchronized void force() {
        forced = true;
        Thread busy = thread;
        if (busy != null) {
            busy.interrupt();
        }
    }

    /** Takes elements from a buffer. */
    @FunctionalInterface
    interface Source<T> {

        @Nullable
        T take() throws InterruptedException;
    }
}
