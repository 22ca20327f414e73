package io.github.buffer4j;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The turn to write, which keeps the elements of a bulk write together. A writer that waits in the middle of a bulk
 * write holds the turn, and meanwhile there is no room for other writers. Guarded by the buffer's lock.
 */
final class WriterTurn {

    /*
     * Writers begin to wait on roomFreed only while there is no room for them. Only the holder of the turn waits on
     * turnHolderRoomFreed.
     */

    final RelayCondition roomFreed;
    final RelayCondition turnHolderRoomFreed;

    /* Whether a writer in the middle of a bulk write spins, waits on turnHolderRoomFreed or was signalled there. */
    private boolean taken;

    WriterTurn(ReentrantLock lock) {
        this.roomFreed = new RelayCondition(lock);
        this.turnHolderRoomFreed = new RelayCondition(lock);
    }

    /** Returns how many of the free slots are available to a writer that does not hold the turn. */
    int room(int free) {
        return taken ? 0 : free;
    }

    void take() {
        taken = true;
    }

    void pass() {
        taken = false;
    }

    /** Waits for room for at most the given number of nanoseconds and returns the remaining ones. Call in a loop. */
    long await(boolean midRun, long nanos) throws InterruptedException {
        return (midRun ? turnHolderRoomFreed : roomFreed).await(nanos);
    }

    /** If there are free slots, signals the holder of the turn or, without a holder, one of the waiting writers. */
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
