package io.github.buffer4j;

import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A condition of a {@link SpinLock}. To wait for it a thread must have taken the lock, and only once. */
final class SpinCondition implements Condition {

    /*
     * A waiter is in the list from before it releases the lock until it is signalled, or passed over, or has the lock again.
     * Its wait is decided once: by the owner of the lock who signals it, or by itself, without the lock, when its
     * time is up or it is interrupted. So a signal goes to a thread that takes it, or else to the next. The lock guards
     * all but what has been decided.
     */

    /** A thread that waits. */
    static final class Waiter {
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

    private final SpinLock lock;

    /* A ring of all waiters in the order in which they came, with this one, which is none, between the last and the first. */
    private final Waiter ends = new Waiter(null);

    SpinCondition(SpinLock lock) {
        this.lock = lock;
    }

    @Override
    public void await() throws InterruptedException {
        park(WaitQueue.FOREVER);
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        return park(nanos);
    }

    private long park(long nanos) throws InterruptedException {
        SpinLock.requireNotInterrupted();
        long deadline = System.nanoTime() + nanos;
        Waiter waiter = new Waiter(Thread.currentThread());
        add(waiter);
        lock.unlock();
        boolean interrupted = false;
        for (long left = nanos;
                left > 0 && !interrupted && !waiter.decided.get();
                left = deadline - System.nanoTime()) {
            Spinner.park(this, nanos == WaitQueue.FOREVER ? nanos : left);
            interrupted = Thread.interrupted();
        }
        boolean gaveUp = waiter.decided.compareAndSet(false, true);
        lock.lock();
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
        while (ends.next != ends && !signalFirst()) {}
    }

    @Override
    public void signalAll() {
        while (ends.next != ends) {
            signalFirst();
        }
    }

    /* Returns whether the first waiter had not given up. */
    private boolean signalFirst() {
        Waiter waiter = ends.next;
        remove(waiter);
        boolean waits = waiter.decided.compareAndSet(false, true);
        if (waits) {
            lock.unparkAfterwards(waiter);
        }
        return waits;
    }

    private void add(Waiter waiter) {
        waiter.previous = ends.previous;
        waiter.next = ends;
        ends.previous.next = waiter;
        ends.previous = waiter;
    }

    /* Does nothing the second time. */
    private void remove(Waiter waiter) {
        waiter.previous.next = waiter.next;
        waiter.next.previous = waiter.previous;
        waiter.next = waiter;
        waiter.previous = waiter;
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
