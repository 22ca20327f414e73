package io.github.buffer4j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant lock, not a fair one, for what takes nanoseconds. To take and to release it costs one atomic instruction, half
 * of what {@link ReentrantLock} costs: whoever releases it need not know who waits for it. One of those who wait looks again
 * and again whether it is free, with pauses that grow up to two milliseconds, and the others are parked in line
 * behind that one. A thread that waits for a condition is parked until it is signalled.
 */
final class SpinLock implements Lock {

    /*
     * held is 1 from the compare-and-set by which a thread takes the lock to the release store by which it gives it back, so
     * that each owner sees what those before it did. When others see that store does not matter: they look again.
     *
     * The lock guards owner, holds, signalled and the lists of the conditions; that a thread is the owner only it can read.
     *
     * A waiter is in the list of its condition from before it releases the lock until it has been signalled, or has
     * the lock again. Its wait is decided once: by the owner of the lock who signals it, or by itself, without the lock,
     * when its time is up or it is interrupted. So a signal goes to a thread that takes it, or else to the next. Those
     * signalled are unparked after the lock is released, as they need it.
     */

    private static final VarHandle HELD;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /* Whoever has it is at the head of the line. */
    final ReentrantLock line;

    private volatile int held;
    private @Nullable Thread owner;

    /* How often the owner has taken the lock again. */
    private int holds;

    /* The waiters to unpark, the last one signalled first. */
    private @Nullable Waiter signalled;

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
        if (!isLocked() && HELD.compareAndSet(this, 0, 1)) {
            owner = thread;
            return true;
        }
        if (owner == thread) {
            holds++;
            return true;
        }
        return false;
    }

    /** Takes the lock, also without memory for a place in line. */
    @Override
    public void lock() {
        if (tryLock()) {
            return;
        }
        boolean inLine = joinLine();
        boolean interrupted = false;
        for (int looks = 0; !tryLock(); looks++) {
            Spinner.pauseAfter(looks, this);
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
            for (int looks = 0; !tryLock(); looks++) {
                Spinner.pauseAfter(looks, this);
                requireNotInterrupted();
            }
        } finally {
            line.unlock();
        }
    }

    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void unlock() {
        Waiter waiter = signalled;
        signalled = null;
        if (holds > 0) {
            holds--;
        } else {
            owner = null;
            HELD.setRelease(this, 0);
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

    /** Makes a condition whose waits have to be made by a thread that has taken the lock once. */
    @Override
    public Condition newCondition() {
        return new SpinCondition();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    private static final class Waiter {
        final @Nullable Thread thread;
        final AtomicBoolean decided = new AtomicBoolean();
        Waiter previous = this;
        Waiter next = this;

        @Nullable
        Waiter nextSignalled;

        Waiter(@Nullable Thread thread) {
            this.thread = thread;
        }
    }

    private final class SpinCondition implements Condition {

        /* A ring of all waiters in the order in which they came, with this one, which is none, between the last and the first. */
        private final Waiter ends = new Waiter(null);

        @Override
        public void await() throws InterruptedException {
            park(WaitQueue.FOREVER);
        }

        @Override
        public long awaitNanos(long nanos) throws InterruptedException {
            return park(nanos);
        }

        private long park(long nanos) throws InterruptedException {
            requireNotInterrupted();
            long deadline = System.nanoTime() + nanos;
            Waiter waiter = new Waiter(Thread.currentThread());
            add(waiter);
            unlock();
            boolean interrupted = false;
            for (long left = nanos;
                    left > 0 && !interrupted && !waiter.decided.get();
                    left = deadline - System.nanoTime()) {
                if (nanos == WaitQueue.FOREVER) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, left);
                }
                interrupted = Thread.interrupted();
            }
            boolean gaveUp = waiter.decided.compareAndSet(false, true);
            lock();
            if (gaveUp) {
                remove(waiter);
                if (interrupted) {
                    throw new InterruptedException();
                }
            } else if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return deadline - System.nanoTime();
        }

        @Override
        public void signal() {
            Waiter waiter = ends.next;
            while (waiter != ends && !signal(waiter)) {
                waiter = waiter.next;
            }
        }

        @Override
        public void signalAll() {
            for (Waiter waiter = ends.next; waiter != ends; waiter = waiter.next) {
                signal(waiter);
            }
        }

        private boolean signal(Waiter waiter) {
            boolean waits = waiter.decided.compareAndSet(false, true);
            if (waits) {
                remove(waiter);
                waiter.nextSignalled = signalled;
                signalled = waiter;
            }
            return waits;
        }

        private void add(Waiter waiter) {
            waiter.previous = ends.previous;
            waiter.next = ends;
            ends.previous.next = waiter;
            ends.previous = waiter;
        }

        private void remove(Waiter waiter) {
            waiter.previous.next = waiter.next;
            waiter.next.previous = waiter.previous;
        }

        @Override
        public boolean await(long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean awaitUntil(Date deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void awaitUninterruptibly() {
            throw new UnsupportedOperationException();
        }
    }
}
