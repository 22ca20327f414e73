package io.github.buffer4j;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose turn it is to write: a bulk write is one run. A writer that waits in the middle of its run has the turn, and
 * until it is done the others have no room. Guarded by the buffer's lock.
 */
final class WriterTurn {

    /*
     * Writers begin to wait on roomFreed only while there is no room for them. The one that has the turn waits on
     * turnHolderRoomFreed, alone.
     */

    final RelayCondition roomFreed;
    final RelayCondition turnHolderRoomFreed;

    /* Whether a writer in the middle of its run spins, waits on turnHolderRoomFreed or was signalled there. */
    private boolean taken;

    WriterTurn(ReentrantLock lock) {
        this.roomFreed = new RelayCondition(lock);
        this.turnHolderRoomFreed = new RelayCondition(lock);
    }

    /** Returns how many of the free slots are for a writer that is not in the middle of its run. */
    int room(int free) {
        return taken ? 0 : free;
    }

    void take() {
        taken = true;
    }

    void pass() {
        taken = false;
    }

    /** Waits for room at most so many nanoseconds, and returns how many are left. Call in a loop. */
    long await(boolean midRun, long nanos) throws InterruptedException {
        return (midRun ? turnHolderRoomFreed : roomFreed).await(nanos);
    }

    /** Signals the writer whose turn it is, or one of those that wait for a turn, if there are free slots. */
    void signal(int free) {
        if (free > 0) {
            (taken ? turnHolderRoomFreed : roomFreed).signal(free);
        }
    }

    void signalAll() {
        roomFreed.signalAll();
        turnHolderRoomFreed.signalAll();
    }
}
