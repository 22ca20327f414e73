package io.github.buffer4j;

import static io.github.buffer4j.RelayCondition.FOREVER;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The monitor of a buffer: its lock, its conditions, and the protocol of waiting and signalling. The calls under the
 * lock are in its subclasses. Of the contents it needs only numbers, whatever they are.
 */
abstract class Monitor {

    /*
     * Signalling. Readers begin to wait on elementAdded only while the buffer is open and empty. LingeringReaders and
     * WriterTurn describe when lingering readers and writers wait. Every operation that changed something calls
     * signalWaiters before it releases the lock, whether it returns or waits. That signals at most one reader and one
     * writer, and none while enough signalled threads have not yet reacquired the lock (see RelayCondition). One is
     * enough: the signalled thread does the same at the end of its own operation, so signals cascade. Therefore, while
     * the lock is free and some waiting thread can proceed, a signalled thread that can proceed is about to acquire the
     * lock. A signal is never lost to a thread that stops waiting: await does not throw after it was signalled, and a
     * wait that timed out checks the state once more. The end of a side concerns all threads that wait there, hence
     * signalAll. See docs/adr/0001.
     *
     * Spinning. Before a thread parks, it may release the lock and spin briefly. It needs no signal, because it checks
     * the state again with the lock held before it parks. See docs/adr/0005.
     */

    /** Guards all mutable state. No user code runs while it is held, and exceptions are created after its release. */
    final ReentrantLock lock = new ReentrantLock();

    final RelayCondition elementAdded = new RelayCondition(lock);
    final RelayCondition terminated = new RelayCondition(lock);
    final ReaderThreads readerThreads = new ReaderThreads();
    final WriterThreads writerThreads = new WriterThreads();
    final BufferThreads threads;
    final Contents contents;
    final WaitingSide readers;
    final WaitingSide writers;
    final WriterTurn turn;
    final LingeringReaders lingering;

    /* Null if the buffer has no listener. */
    final @Nullable Observers observers;

    BufferState state = BufferState.OPEN;

    Monitor(Options options, @Nullable Drops<?> drops, Contents.Room room, Contents.Factory factory) {
        observers = Observers.of(options, drops, room.capacity(), lock);
        contents = factory.create(room, readerThreads, writerThreads, observers);
        threads = new BufferThreads(lock, contents, readerThreads, writerThreads);
        readers = new WaitingSide(lock, contents::tailNow);
        writers = new WaitingSide(lock, contents::headNow);
        turn = new WriterTurn(lock);
        lingering = new LingeringReaders(lock, contents, turn, writers);
    }

    /** Returns how many elements, 1 or more, a spinning reader lets accumulate while they keep arriving. */
    int readAheadTarget() {
        return contents.limit();
    }

    /**
     * Implements {@link StreamingBuffer#awaitIdle}.
     *
     * @param timeout how long to wait at most; zero or less means one attempt
     * @return true if the buffer is idle; false if the time elapsed first
     * @throws InterruptedException if the thread is interrupted on entry or while it waits
     */
    public final boolean awaitIdle(Duration timeout) throws InterruptedException {
        return threads.awaitIdle(TimeUnit.NANOSECONDS.convert(timeout));
    }

    // The lock

    /** Acquires the lock for a frequent operation. */
    final void acquire() {
        leaveItToTheOwner();
        lock.lock();
    }

    final void acquireInterruptibly() throws InterruptedException {
        leaveItToTheOwner();
        lock.lockInterruptibly();
    }

    /*
     * Spins briefly if the lock is held, so that its owner can perform several operations in a row. If threads are
     * queued for the lock already, the owner does so anyway; if threads wait for an element or for room, the owner may
     * depend on this thread. Both checks are heuristics and need no lock.
     */
    private void leaveItToTheOwner() {
        if (lock.isLocked() && Spinner.isEnabled() && !lock.hasQueuedThreads() && !isAnyoneWaiting()) {
            Spinner.stayAway();
        }
    }

    private boolean isAnyoneWaiting() {
        return readers.waiting() + writers.waiting() > 0;
    }

    /** Ends an operation: signals waiting threads, releases the lock and calls the listeners. */
    final void unlock() {
        try {
            signalWaiters();
        } finally {
            if (observers == null) {
                lock.unlock();
            } else {
                observers.unlockAndTell();
            }
        }
    }

    /* Releases the lock, calls the listeners for what the operation has done so far, and reacquires the lock. */
    private void tellBeforeWaiting() {
        if (observers != null) {
            try {
                observers.unlockAndTell();
            } finally {
                lock.lock();
            }
        }
    }

    // Waiting and signalling, with the lock held

    /* Signals a reader if there is an element, and a writer if there is room. */
    final void signalWaiters() {
        if (!isAnyoneWaiting()) {
            return;
        }
        if (!contents.isEmpty() && !lingering.signalIfReady()) {
            elementAdded.signal(contents.size());
        }
        turn.signal(contents.free());
    }

    /** Waits for an element; returns false on time-out or if no element can arrive. */
    final boolean awaitElement(long nanos) throws InterruptedException {
        if (contents.isEmpty() && state == BufferState.OPEN && nanos > 0) {
            boolean spins = readers.waiting() == 0;
            readerThreads.waits(nanos != FOREVER, contents.readCount());
            readers.begin();
            try {
                long left = spins ? readers.spin(readAheadTarget(), nanos) : nanos;
                while (contents.isEmpty() && state == BufferState.OPEN && left > 0) {
                    left = elementAdded.await(left);
                }
            } finally {
                readers.end();
                readerThreads.findsNothing(state != BufferState.OPEN, contents.readCount());
            }
            return !contents.isEmpty();
        }
        return findElement();
    }

    /** Returns whether there is an element. If not, records that the current thread has found none. */
    final boolean findElement() {
        if (contents.isEmpty()) {
            readerThreads.findsNothing(state != BufferState.OPEN, contents.readCount());
            return false;
        }
        return true;
    }

    /**
     * Lingers until there are enough elements for a batch, the buffer is full or a writer waits. Returns false if there
     * is no element on time-out or at the end. A signalled reader does not wait for a complete batch, because the
     * signal may have been for another reader's batch.
     */
    final boolean awaitBatch(int wanted, long nanos) throws InterruptedException {
        if (state == BufferState.OPEN && nanos > 0 && !lingering.isReady(wanted)) {
            long begin = System.nanoTime();
            Integer size = wanted;
            lingering.enter(size);
            readers.begin();
            try {
                signalWaiters();
                tellBeforeWaiting();
                long left = nanos - (System.nanoTime() - begin);
                if (left > 0 && state == BufferState.OPEN && !lingering.isReady(wanted)) {
                    do {
                        left = lingering.await(left);
                    } while (contents.isEmpty() && state == BufferState.OPEN && left > 0);
                }
            } finally {
                readers.end();
                lingering.leave(size);
            }
        }
        return !contents.isEmpty();
    }

    /**
     * Waits until there is room for an element; returns false on time-out or if writing has ended. A writer in the
     * middle of a bulk write holds the turn while it waits.
     */
    final boolean awaitRoomFreed(long nanos, boolean midRun) throws InterruptedException {
        if (nanos <= 0) {
            return false;
        }
        writers.begin();
        try {
            if (midRun) {
                turn.take();
            }
            signalWaiters();
            if (midRun) {
                tellBeforeWaiting();
            }
            boolean spins = midRun || writers.waiting() == 1;
            long left = spins ? writers.spin(contents.size(), nanos) : nanos;
            while (state == BufferState.OPEN && left > 0 && (midRun ? contents.free() : room()) < 1) {
                left = turn.await(midRun, left);
            }
        } finally {
            if (midRun) {
                turn.pass();
            }
            writers.end();
        }
        return state == BufferState.OPEN && room() > 0;
    }

    /** Returns how many elements fit, for a writer that is not in the middle of a bulk write. */
    final int room() {
        return turn.room(contents.free());
    }

    // Removing and ending, with the lock held

    final void remove(int n, int inHand) {
        contents.remove(n, inHand);
        endIfDrained();
    }

    final int discardOldest(int max) {
        int n = contents.discard(max);
        readerThreads.signalReturn();
        endIfDrained();
        return n;
    }

    /** Ends writing. The remaining elements can still be read. */
    final void endWriting() {
        state = BufferState.DRAINING;
        lingering.signalAll();
        turn.signalAll();
        endIfDrained();
    }

    final void endIfDrained() {
        if (contents.isEmpty() && state == BufferState.DRAINING) {
            end(BufferState.DRAINED);
        }
    }

    /** Enters a terminal state: releases all memory and wakes every waiting thread. */
    final void end(BufferState terminal) {
        state = terminal;
        contents.release();
        elementAdded.signalAll();
        lingering.signalAll();
        terminated.signalAll();
        readerThreads.signalReturn();
        turn.signalAll();
    }
}
