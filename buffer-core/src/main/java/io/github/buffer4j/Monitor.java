package io.github.buffer4j;

import static io.github.buffer4j.RelayCondition.FOREVER;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The monitor of a buffer: one lock, two sides, cascaded signals. It says who waits for what and who wakes whom. The
 * calls under the lock are in {@link AbstractBuffer}.
 *
 * @param <E> the type of the elements
 */
abstract class Monitor<E> {

    /*
     * Signalling. Readers begin to wait on elementAdded only while the buffer is open and empty. Readers that linger
     * wait as LingeringReaders says, and writers as WriterTurn says. Every operation that changed something calls
     * signalWaiters before it releases the lock, whether it returns or waits. That signals at most one reader and one
     * writer, and none if enough of those that were signalled are still on their way (RelayCondition). One is enough:
     * the thread that comes ends its operation in the same way and passes on what it leaves. So while the lock is free
     * and a waiting thread could go on, one that can is on its way to the lock. A signal is never lost with a thread
     * that gives up: await does not throw after it was signalled, and a wait that timed out looks once more. The end of
     * a side changes the answer for all that wait there, hence signalAll. See docs/adr/0001.
     *
     * Spinning. Before a thread parks it may release the lock and spin for a while. It needs no signal, as it looks at
     * the state again, with the lock, before it parks. See docs/adr/0005.
     */

    /** Guards all mutable state. Foreign code never runs under it, and exceptions are created after its release. */
    final ReentrantLock lock = new ReentrantLock();

    final RelayCondition elementAdded = new RelayCondition(lock);
    final RelayCondition terminated = new RelayCondition(lock);
    final ReaderThreads readerThreads = new ReaderThreads();
    final WriterThreads writerThreads = new WriterThreads();
    final BufferThreads threads;
    final Contents<E> contents;
    final WaitingSide readers;
    final WaitingSide writers;
    final WriterTurn turn;
    final LingeringReaders lingering;

    /* Null if there are none. */
    final @Nullable Observers<E> observers;

    BufferState state = BufferState.OPEN;

    Monitor(BufferBuilder<E> options, boolean keepsContexts, int initialLength, int keptLength, int capacity) {
        observers = Observers.of(options, capacity, lock);
        contents = new Contents<>(
                options, keepsContexts, initialLength, keptLength, capacity, readerThreads, writerThreads, observers);
        threads = new BufferThreads(lock, contents, readerThreads, writerThreads);
        readers = new WaitingSide(lock, contents::tailNow);
        writers = new WaitingSide(lock, contents::headNow);
        turn = new WriterTurn(lock);
        lingering = new LingeringReaders(lock, contents, turn, writers);
    }

    /** Returns for how many elements, 1 or more, a spinning reader waits while they come one after the other. */
    int readAheadTarget() {
        return contents.limit();
    }

    // The lock

    /** Acquires the lock for an operation that is called often. */
    final void acquire() {
        leaveItToTheOwner();
        lock.lock();
    }

    final void acquireInterruptibly() throws InterruptedException {
        leaveItToTheOwner();
        lock.lockInterruptibly();
    }

    /*
     * Where others are queued for the lock already, the owner has it for several operations in a row anyway; where
     * others wait for an element or for room, the owner may need this thread. A look without the lock is good enough
     * for both.
     */
    private void leaveItToTheOwner() {
        if (lock.isLocked() && Spinner.isEnabled() && !lock.hasQueuedThreads() && !isAnyoneWaiting()) {
            Spinner.stayAway();
        }
    }

    private boolean isAnyoneWaiting() {
        return readers.waiting() + writers.waiting() > 0;
    }

    /** Ends an operation: passes on what it leaves, releases the lock, and calls the listeners. */
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

    /* Calls the listeners for what an operation has done so far, before it waits: without the lock. */
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

    /** Waits for an element; returns false if none came in time or none can come. */
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

    /** Returns whether there is an element; if there is none, notes that the current thread has come back for nothing. */
    final boolean findElement() {
        if (contents.isEmpty()) {
            readerThreads.findsNothing(state != BufferState.OPEN, contents.readCount());
            return false;
        }
        return true;
    }

    /**
     * Lingers until there is enough for a batch, the buffer is full or a writer waits. Returns false if no element came
     * in time or none can come. A reader that was signalled takes what is there: the signal may have been for another
     * batch.
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
     * Waits until there is room for an element; returns false if there is none in time or the buffer was closed. A
     * writer in the middle of its run has the turn while it waits.
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

    /** Returns for how many elements there is room, for a writer that is not in the middle of its run. */
    final int room() {
        return turn.room(contents.free());
    }

    // Removing and ending, with the lock held

    final E take() {
        E element = contents.take();
        endIfDrained();
        return element;
    }

    final void remove(int n, int inHand) {
        contents.remove(n, inHand);
        endIfDrained();
    }

    final int discardOldest(int max) {
        int n = contents.discard(max);
        endIfDrained();
        return n;
    }

    /** Ends the side of the writers: the elements that are left can still be read. */
    final void endWriting() {
        state = BufferState.DRAINING;
        lingering.signalAll();
        turn.signalAll();
        endIfDrained();
    }

    private void endIfDrained() {
        if (contents.isEmpty() && state == BufferState.DRAINING) {
            end(BufferState.DRAINED);
        }
    }

    /** Enters a final state: all memory is given up, and every waiting thread gets an answer. */
    final void end(BufferState terminal) {
        state = terminal;
        contents.release();
        elementAdded.signalAll();
        lingering.signalAll();
        terminated.signalAll();
        turn.signalAll();
    }
}
