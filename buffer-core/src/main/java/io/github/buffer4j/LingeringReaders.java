package io.github.buffer4j;

import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The readers that linger for a batch: they wait until there are enough elements for it, the buffer is full or a writer
 * waits. Guarded by the buffer's lock.
 */
final class LingeringReaders {

    final RelayCondition batchReady;
    private final Contents contents;
    private final WriterTurn turn;
    private final WaitingSide writers;

    /* The number of elements that each of them still needs: the smallest batch is ready first. */
    private final PriorityQueue<Integer> batchSizes = new PriorityQueue<>(1);

    LingeringReaders(ReentrantLock lock, Contents contents, WriterTurn turn, WaitingSide writers) {
        this.batchReady = new RelayCondition(lock);
        this.contents = contents;
        this.turn = turn;
        this.writers = writers;
    }

    /** Returns whether a reader that still needs the given number of elements may stop lingering. */
    boolean isReady(int wanted) {
        return contents.size() >= Math.min(wanted, contents.limit())
                || (!contents.isEmpty() && (turn.room(contents.free()) < 1 || writers.waiting() > 0));
    }

    /** Records that the current thread lingers for a batch of this size. */
    void enter(Integer wanted) {
        batchSizes.add(wanted);
    }

    void leave(Integer wanted) {
        batchSizes.remove(wanted);
    }

    /** Waits for at most the given number of nanoseconds and returns the remaining ones. Call after {@link #enter}. */
    long await(long nanos) throws InterruptedException {
        return batchReady.await(nanos);
    }

    /** Signals a lingering reader if there is one and the smallest batch is ready; returns whether it did. */
    boolean signalIfReady() {
        boolean ready = batchReady.parked() > 0 && isReady(batchSizes.element());
        if (ready) {
            batchReady.signal(1);
        }
        return ready;
    }

    void signalAll() {
        batchReady.signalAll();
    }
}
