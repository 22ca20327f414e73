package io.github.buffer4j;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant lock, not a fair one, for what takes nanoseconds. To take and to release it costs one atomic instruction, half
 * of what {@link ReentrantLock} costs: whoever releases it need not know who waits for it. One of those who wait looks again
 * and again whether it is free, and the others are parked in line behind that one. A thread that waits for a condition is
 * parked until it is signalled.
 *
 * <p>It is a {@link Lock} so that the JDK's can stand in for it. What the buffers do not call is not supported: here
 * and in {@link SpinCondition}.
 */
final class SpinLock implements Lock {

    /*
     * held is 1 from the compare-and-set by which a thread takes the lock to the release store by which it gives it back, so
     * that each owner sees what those before it did. When others see that store does not matter: they look again.
     *
     * A thread that comes may take the lock before the head of the line, which is faster than to wake somebody. But one
     * that came again and again would keep all the others out: so when the head has looked for a while, it is the heir each
     * time that it spins, and no other thread begins to take the lock then. It is not when it yields or parks, because nobody
     * knows when it gets its processor back.
     *
     * The lock guards owner, holds and signalled. The owner is also read without it, by threads that ask whether it is themselves.
     * Waiters that were signalled are unparked by the next call of unlock, after the lock is free, as they need it.
     */

    private static final AtomicIntegerFieldUpdater<SpinLock> HELD =
            AtomicIntegerFieldUpdater.newUpdater(SpinLock.class, "held");

    private static final int LOOKS_OF_A_ROUND = 20;
    private static final int ROUNDS_BEFORE_INHERITING = 2;

    /* Whoever has it is at the head of the line. */
    final ReentrantLock line;

    /* Not an object of its own: beside the owner it is in the same cache line, as a rule. */
    private volatile int held;

    volatile @Nullable Thread heir;

    private @Nullable Thread owner;

    /* How often the owner has taken the lock again. */
    private int holds;

    /* The waiters to unpark, the last one signalled first. */
    private SpinCondition.@Nullable Waiter signalled;

    SpinLock() {
        this(new ReentrantLock());
    }

    /** For tests, with a line of their own. */
    SpinLock(ReentrantLock line) {
        this.line = line;
    }

    @Override
    public boolean tryLock() {
        Thread thread = Thread.currentThread();
        if (!isLocked() && isOpenTo(thread) && HELD.compareAndSet(this, 0, 1)) {
            owner = thread;
            return true;
        }
        if (owner == thread) {
            holds++;
            return true;
        }
        return false;
    }

    private boolean isOpenTo(Thread thread) {
        Thread next = heir;
        return next == null || next == thread;
    }

    /** Takes the lock, also without memory for a place in line. */
    @Override
    public void lock() {
        if (tryLock()) {
            return;
        }
        boolean inLine = joinLine();
        boolean interrupted = false;
        for (int round = 0; !spin(round); round++) {
            Spinner.restAfter(round, this);
            interrupted |= Thread.interrupted();
        }
        if (inLine) {
            line.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean joinLine() {
        try {
            line.lock();
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        requireNotInterrupted();
        if (tryLock()) {
            return;
        }
        line.lockInterruptibly();
        try {
            for (int round = 0; !spin(round); round++) {
                Spinner.restAfter(round, this);
                requireNotInterrupted();
            }
        } finally {
            line.unlock();
        }
    }

    /* Looks for some microseconds, and returns whether the lock was taken. */
    private boolean spin(int round) {
        if (round >= ROUNDS_BEFORE_INHERITING) {
            heir = Thread.currentThread();
        }
        boolean taken = tryLock();
        for (int looks = 1; !taken && looks < LOOKS_OF_A_ROUND; looks++) {
            Spinner.pause();
            taken = tryLock();
        }
        heir = null;
        return taken;
    }

    static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void unlock() {
        SpinCondition.Waiter waiter = signalled;
        signalled = null;
        if (holds > 0) {
            holds--;
        } else {
            owner = null;
            HELD.lazySet(this, 0);
        }
        for (; waiter != null; waiter = waiter.nextSignalled) {
            LockSupport.unpark(waiter.thread);
        }
    }

    /** Tells whether a thread had the lock a moment ago. */
    boolean isLocked() {
        return held == 1;
    }

    /** Tells whether a thread waited for the lock a moment ago. */
    boolean hasQueuedThreads() {
        return line.isLocked();
    }

    /** Unparks a waiter in the next call of unlock. Call with the lock held. */
    void unparkAfterwards(SpinCondition.Waiter waiter) {
        waiter.nextSignalled = signalled;
        signalled = waiter;
    }

    @Override
    public Condition newCondition() {
        return new SpinCondition(this);
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }
}
