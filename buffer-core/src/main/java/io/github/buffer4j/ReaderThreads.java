package io.github.buffer4j;

import io.github.buffer4j.ReaderThread.Activity;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read from a buffer, and whether they have elements in hand. Guarded by the buffer's lock.
 *
 * <p>A thread that reads again and again costs one comparison for each call: nothing changes while it has elements in
 * hand and takes the next ones. Threads that take turns are looked up in a table with linear probing, which goes by
 * identity: a thread may have a {@code hashCode} of its own, and foreign code must not run here. Dead threads are
 * removed when the table is half full.
 */
final class ReaderThreads {

    private static final int MIN_LENGTH = 16;

    /* An entry that refers to no thread any more keeps its slot until the table is built again. */
    private @Nullable Entry[] table = new @Nullable Entry[MIN_LENGTH];
    private int used;

    /*
     * The thread that came last. While it has elements in hand its own read count is out of date: the buffer's is
     * right for it.
     */
    private @Nullable Entry last;

    /**
     * Returns whether nothing changes when the current thread takes so many elements: it came last, and took as many.
     */
    boolean isLast(int inHand) {
        return last != null && last.inHand == inHand && last.refersTo(Thread.currentThread());
    }

    /** Notes that the current thread is about to have so many elements in hand. */
    void reads(int inHand, long readCount) {
        become(enter(), Activity.HANDLING, readCount, inHand);
    }

    /**
     * Notes that the current thread begins to wait. In a wait for a limited time it may still have elements in hand, as
     * one that collects a batch does.
     */
    void waits(boolean timed, long readCount) {
        Entry entry = enter();
        if (!timed || !mayCollect(entry)) {
            become(entry, Activity.WAITING, readCount);
        }
    }

    /**
     * Notes that the current thread has come back and found nothing. A thread that has never read stays unknown. Only
     * when it finds nothing again, or the end, it has nothing in hand: the first time it may have completed a batch.
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

    /** Notes that the current thread reads, and has nothing in hand. */
    void comesBy(long readCount) {
        become(enter(), Activity.IDLE, readCount);
    }

    /** Notes that the current thread waits for an element that can no longer come, or has ceased to. */
    void parks(boolean parked, long readCount) {
        become(enter(), parked ? Activity.PARKED : Activity.IDLE, readCount);
    }

    /** Notes that the current thread begins to read all elements. */
    void entersLoop() {
        enter().loops++;
    }

    /** Notes that the current thread has ceased to read all elements: it has gone. */
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

    private void become(Entry entry, Activity activity, long readCount) {
        become(entry, activity, readCount, 0);
    }

    private boolean isOutOfDate(Entry entry) {
        return entry == last && entry.activity == Activity.HANDLING;
    }

    /* Whatever the current thread becomes, the one that came last before has read so many. */
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

    /* The slot with the thread's entry, or else the one where it is to be. */
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
