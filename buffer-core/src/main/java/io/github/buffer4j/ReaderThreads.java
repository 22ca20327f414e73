package io.github.buffer4j;

import io.github.buffer4j.ReaderThread.Activity;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read from a buffer, and whether they have elements in hand. Guarded by the buffer's lock.
 *
 * <p>A thread that reads again and again costs one comparison for each call: nothing changes while it has elements in
 * hand and takes the next ones. Threads that take turns are looked up. Dead threads are removed whenever the number of
 * threads has doubled.
 */
final class ReaderThreads {

    private static final int MIN_SWEEP_SIZE = 16;

    private final Map<Thread, Entry> entries = new WeakHashMap<>();
    private int sweepSize = MIN_SWEEP_SIZE;

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
            entries.remove(Thread.currentThread());
            last = last == entry ? null : last;
        }
    }

    /** Returns the live threads. */
    List<ReaderThread> live(long readCount) {
        List<ReaderThread> threads = new ArrayList<>(entries.size());
        entries.forEach((thread, entry) -> {
            if (thread.isAlive()) {
                threads.add(new ReaderThread(
                        thread,
                        entry.activity,
                        entry.inHand,
                        entry.loops > 0,
                        isOutOfDate(entry) ? readCount : entry.readCount));
            }
        });
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
        return last != null && last.refersTo(thread) ? last : entries.get(thread);
    }

    private Entry enter() {
        Entry entry = find();
        if (entry == null) {
            if (entries.size() >= sweepSize) {
                entries.keySet().removeIf(known -> !known.isAlive());
                sweepSize = Math.max(MIN_SWEEP_SIZE, 2 * entries.size());
            }
            entry = new Entry(Thread.currentThread());
            entries.put(Thread.currentThread(), entry);
        }
        return entry;
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
