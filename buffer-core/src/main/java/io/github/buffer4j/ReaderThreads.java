package io.github.buffer4j;

import io.github.buffer4j.ReaderThread.Activity;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read from a buffer, and whether they have elements in hand. Guarded by the buffer's lock.
 *
 * <p>A thread that reads repeatedly costs one comparison for each call: nothing changes while it has elements in hand
 * and takes the next ones. Threads that alternate are looked up in a hash table with linear probing. The table uses
 * identity, because a thread may override {@code hashCode} and user code must not run here. Terminated threads are
 * removed when the table is half full.
 */
final class ReaderThreads {

    private static final int MIN_LENGTH = 16;

    /* An entry whose reference was cleared keeps its slot until the table is rebuilt. */
    private @Nullable Entry[] table = new @Nullable Entry[MIN_LENGTH];
    private int used;

    /*
     * The entry of the thread that used the buffer last. While it has elements in hand, its own read count is out of
     * date and that of the buffer applies.
     */
    private @Nullable Entry last;

    /* Signalled when a thread no longer has elements in hand. Null until somebody waits for that. */
    private @Nullable RelayCondition returned;

    /**
     * Returns whether the current thread used the buffer last and took this number of elements, so that nothing
     * changes.
     */
    boolean isLast(int inHand) {
        return last != null && last.inHand == inHand && last.refersTo(Thread.currentThread());
    }

    /** Records that the current thread takes elements and then has the given number in hand. */
    void reads(int inHand, long readCount) {
        become(enter(), Activity.HANDLING, readCount, inHand);
    }

    /**
     * Records that the current thread starts to wait. During a timed wait it may still have elements in hand, as when
     * it collects a batch.
     */
    void waits(boolean timed, long readCount) {
        Entry entry = enter();
        if (!timed || !mayCollect(entry)) {
            become(entry, Activity.WAITING, readCount);
        }
    }

    /**
     * Records that the current thread has found no element. A thread that has never read is not recorded. Only when it
     * finds none a second time, or the end, does it have nothing in hand: after the first time it may process a batch.
     */
    void findsNothing(boolean ended, long readCount) {
        Entry entry = find();
        if (entry != null && !ended && mayCollect(entry)) {
            become(entry, Activity.HANDLING, readCount, entry.inHand);
            entry.foundNothing = true;
            last = null;
        } else if (entry != null) {
            become(entry, Activity.IDLE, readCount);
        }
    }

    private static boolean mayCollect(Entry entry) {
        return entry.activity == Activity.HANDLING && !entry.foundNothing;
    }

    /** Records that the current thread is a reader and has nothing in hand. */
    void comesBy(long readCount) {
        become(enter(), Activity.IDLE, readCount);
    }

    /** Records that the current thread starts or stops waiting for an element that can no longer arrive. */
    void parks(boolean parked, long readCount) {
        become(enter(), parked ? Activity.PARKED : Activity.IDLE, readCount);
    }

    /** Records that the current thread starts a loop over all elements. */
    void entersLoop() {
        enter().loops++;
    }

    /** Records that the current thread has left such a loop, and removes the thread if it was the outermost one. */
    void leavesLoop(long readCount) {
        Entry entry = find();
        if (entry != null && --entry.loops <= 0) {
            become(entry, Activity.IDLE, readCount);
            entry.clear();
            last = null;
        }
    }

    /** Returns the live threads. */
    List<ReaderThread> live(long readCount) {
        List<ReaderThread> threads = new ArrayList<>(used);
        for (Entry entry : table) {
            Thread thread = liveThread(entry);
            if (entry != null && thread != null) {
                threads.add(new ReaderThread(
                        thread,
                        entry.activity,
                        entry.inHand,
                        entry.loops > 0,
                        isOutOfDate(entry) ? readCount : entry.readCount));
            }
        }
        return threads;
    }

    /** Returns whether a thread other than the current one has elements in hand. */
    boolean othersHold() {
        for (Entry entry : table) {
            if (entry != null && entry.activity == Activity.HANDLING) {
                Thread thread = liveThread(entry);
                if (thread != null && thread != Thread.currentThread()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the condition that {@link #signalReturn} signals. */
    RelayCondition returned(ReentrantLock lock) {
        RelayCondition condition = returned;
        if (condition == null) {
            condition = new RelayCondition(lock);
            returned = condition;
        }
        return condition;
    }

    /** Signals those who wait for threads to return, or for the buffer to become empty. */
    void signalReturn() {
        if (returned != null && returned.parked() > 0) {
            returned.signalAll();
        }
    }

    private void become(Entry entry, Activity activity, long readCount) {
        become(entry, activity, readCount, 0);
        signalReturn();
    }

    private boolean isOutOfDate(Entry entry) {
        return entry == last && entry.activity == Activity.HANDLING;
    }

    /* First stores the read count of the previous thread, which is now out of date in its entry. */
    private void become(Entry entry, Activity activity, long readCount, int inHand) {
        if (last != null && isOutOfDate(last)) {
            last.readCount = readCount;
        }
        last = entry;
        entry.activity = activity;
        entry.inHand = inHand;
        entry.foundNothing = false;
        if (activity == Activity.HANDLING) {
            entry.readCount = readCount;
        }
    }

    private @Nullable Entry find() {
        Thread thread = Thread.currentThread();
        return last != null && last.refersTo(thread) ? last : table[slotOf(thread)];
    }

    private Entry enter() {
        Entry entry = find();
        if (entry == null) {
            if (2 * used >= table.length) {
                removeDeadThreads();
            }
            Thread thread = Thread.currentThread();
            entry = new Entry(thread);
            table[slotOf(thread)] = entry;
            used++;
        }
        return entry;
    }

    /* Returns the slot of the thread's entry, or the free slot for it. */
    private int slotOf(Thread thread) {
        int mask = table.length - 1;
        int slot = System.identityHashCode(thread) & mask;
        for (Entry entry; (entry = table[slot]) != null && !entry.refersTo(thread); ) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void removeDeadThreads() {
        @Nullable Entry[] before = table;
        int live = 0;
        for (Entry entry : before) {
            if (liveThread(entry) != null) {
                live++;
            }
        }
        table = new @Nullable Entry[Math.max(MIN_LENGTH, 2 * Integer.highestOneBit(4 * live + 1))];
        used = 0;
        for (Entry entry : before) {
            Thread thread = liveThread(entry);
            if (thread != null) {
                table[slotOf(thread)] = entry;
                used++;
            }
        }
    }

    private static @Nullable Thread liveThread(@Nullable Entry entry) {
        Thread thread = entry == null ? null : entry.get();
        return thread != null && thread.isAlive() ? thread : null;
    }

    private static final class Entry extends WeakReference<Thread> {

        private Activity activity = Activity.IDLE;
        private int inHand;
        private boolean foundNothing;
        private int loops;
        private long readCount;

        private Entry(Thread thread) {
            super(thread);
        }
    }
}
