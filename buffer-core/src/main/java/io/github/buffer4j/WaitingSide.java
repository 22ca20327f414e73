package io.github.buffer4j;

import static io.github.buffer4j.RelayCondition.FOREVER;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * One side of a buffer, its readers or its writers: how many threads wait there, how long they were blocked, and when
 * it next pays to spin before parking. Guarded by the buffer's lock.
 */
final class WaitingSide {

    private static final int MAX_DOUBLINGS = 6;

    private final ReentrantLock lock;
    private final LongSupplier progress;

    private int waiting;
    private long blockedCount;

    /* The sum of end times minus the sum of start times: a wait in progress has contributed only its start. */
    private long blockedNanos;

    /* Each fruitless spin doubles the number of waits that skip spinning. */
    private int fruitlessSpins;
    private int waitsToSkip;

    /**
     * Creates a side on which no thread waits.
     *
     * @param lock the buffer's lock
     * @param progress returns a recent value of a number that the other side advances; called without the lock
     */
    WaitingSide(ReentrantLock lock, LongSupplier progress) {
        this.lock = lock;
        this.progress = progress;
    }

    void begin() {
        waiting++;
        blockedCount++;
        blockedNanos -= System.nanoTime();
    }

    void end() {
        waiting--;
        blockedNanos += System.nanoTime();
    }

    int waiting() {
        return waiting;
    }

    long blockedCount() {
        return blockedCount;
    }

    long blockedNanos() {
        return blockedNanos + waiting * System.nanoTime();
    }

    /**
     * Releases the lock, spins briefly until the other side makes progress, and returns the remaining nanoseconds. An
     * interrupted thread does not spin: its wait must throw, however fast the other side is. Call after {@link #begin}.
     *
     * @param target the progress that ends the spin
     * @param nanos the time-out
     */
    long spin(int target, long nanos) {
        if (Thread.currentThread().isInterrupted()
                || !Spinner.isWorthSpinning(nanos)
                || !Spinner.isEnabled()
                || !takeSpinTurn()) {
            return nanos;
        }
        long begin = System.nanoTime();
        long start = progress.getAsLong();
        boolean progressed = false;
        lock.unlock();
        try {
            progressed = Spinner.awaitProgress(progress, start, target);
        } finally {
            lock.lock();
            spinEnded(progressed);
        }
        return nanos == FOREVER ? FOREVER : nanos - (System.nanoTime() - begin);
    }

    /** Counts a wait and returns whether it spins. */
    boolean takeSpinTurn() {
        if (waitsToSkip > 0) {
            waitsToSkip--;
            return false;
        }
        return true;
    }

    /** Records whether there was progress while a thread spun. */
    void spinEnded(boolean progressed) {
        fruitlessSpins = progressed ? 0 : Math.min(fruitlessSpins + 1, MAX_DOUBLINGS);
        waitsToSkip = (1 << fruitlessSpins) - 1;
    }
}
