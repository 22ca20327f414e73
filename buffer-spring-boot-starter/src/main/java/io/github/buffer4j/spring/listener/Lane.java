package io.github.buffer4j.spring.listener;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a container. It is interrupted only while it takes from the buffer, unless it is forced to stop.
 *
 * <p>A wake-up increases {@code wakeUps} and then reads {@code taking}. The thread sets {@code taking} and then checks
 * whether the container is running; afterwards it clears {@code taking} and then reads {@code wakeUps}. Therefore no
 * wake-up is missed, and no interrupt arrives while the thread does not take.
 *
 * <p>The count of finished elements is written without a fence. The thread then acquires the lock of the buffer or sets
 * {@code taking}, which it does for the next element anyway, and looks for listeners of progress. Code that has added
 * such a listener does the same before it reads the count. Therefore one of the two sees what the other has done.
 */
final class Lane implements Runnable {

    private static final ThreadLocal<Lane> CURRENT = new ThreadLocal<>();

    private final ThreadedContainer container;
    private final Predicate<Lane> work;
    private final String name;

    private volatile @Nullable Thread thread;
    private volatile boolean taking;
    private volatile int wakeUps;
    private volatile boolean forced;
    private volatile boolean failed;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong handled = new AtomicLong();
    private int seen;
    private boolean unreported;

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

    /** Returns the number of elements that this thread has finished. Call after an access to the buffer. */
    long handled() {
        boolean unused = taking;
        return handled.get();
    }

    /**
     * Notes how many elements this thread is handling. If they become fewer, the others are finished. The number need
     * not be visible at once: until then the buffer knows that this thread has elements.
     */
    void setInFlight(int elements) {
        int finished = inFlight.get() - elements;
        inFlight.lazySet(elements);
        if (finished > 0) {
            unreported = true;
            if (elements == 0) {
                handled.lazySet(handled.get() + finished);
            } else {
                handled.set(handled.get() + finished);
                reportProgress();
            }
        }
    }

    /** Notifies the listeners of progress if elements were finished. Call after an access to the buffer. */
    void reportProgress() {
        if (unreported) {
            unreported = false;
            container.progressed();
        }
    }

    /** Notes that the current thread, if it is one of a container, has put elements back, which are not finished. */
    static void putBack(int elements) {
        Lane current = CURRENT.get();
        if (current != null) {
            current.inFlight.lazySet(Math.max(0, current.inFlight.get() - elements));
        }
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
        CURRENT.set(this);
        try {
            boolean goesOn = true;
            while (goesOn && container.goesOn(this)) {
                goesOn = work.test(this);
            }
        } catch (Throwable e) {
            failed = true;
            container.fail(e);
        } finally {
            CURRENT.remove();
            container.left(this);
        }
    }

    /** Returns whether the current thread was forced to stop, which a call that fails then may be due to. */
    static boolean isCurrentForced() {
        Lane current = CURRENT.get();
        return current != null && current.forced;
    }

    /** Clears the interrupt status of the current thread, which code of the application may have left behind. */
    static void clearInterrupt() {
        if (Thread.interrupted() && isCurrentForced()) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes from the buffer; returns null if there is a reason to leave. */
    <T> @Nullable T take(Source<T> source) {
        taking = true;
        try {
            reportProgress();
            return container.isRunning() && !forced ? source.take() : null;
        } catch (InterruptedException e) {
            return null;
        } finally {
            taking = false;
            if (wakeUps != seen) {
                endWakeUp();
            }
        }
    }

    private synchronized void endWakeUp() {
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
