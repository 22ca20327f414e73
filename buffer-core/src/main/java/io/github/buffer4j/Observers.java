package io.github.buffer4j;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a buffer. Events are recorded while the lock is held, and the listeners are called after its
 * release. Guarded by the buffer's lock, except for the calls of the listeners.
 */
final class Observers {

    private final ReentrantLock lock;
    private final @Nullable Drops<?> drops;
    private final @Nullable ResidenceSampler residence;
    private final @Nullable WaterMarks waterMarks;

    private Observers(
            ReentrantLock lock,
            @Nullable Drops<?> drops,
            @Nullable ResidenceSampler residence,
            @Nullable WaterMarks waterMarks) {
        this.lock = lock;
        this.drops = drops;
        this.residence = residence;
        this.waterMarks = waterMarks;
    }

    /** Returns the observers of a buffer, or null if it has no listener. */
    static @Nullable Observers of(Options options, @Nullable Drops<?> drops, int capacity, ReentrantLock lock) {
        ResidenceSampler residence = options.residenceSampler();
        WaterMarks waterMarks = options.waterMarks(capacity);
        return drops == null && residence == null && waterMarks == null
                ? null
                : new Observers(lock, drops, residence, waterMarks);
    }

    @Nullable
    LongConsumer residenceListener() {
        return residence == null ? null : residence.listener();
    }

    /** Records that the elements before this number have entered, and the new size. */
    void entered(long tail, int size) {
        if (residence != null) {
            residence.entered(tail);
        }
        sizeIs(size);
    }

    /** Records that the elements before this number have left, read or not, and the new size. */
    void left(long head, int size, boolean read) {
        if (residence != null) {
            residence.left(head, read);
        }
        sizeIs(size);
    }

    /**
     * Records that the elements before this number were overwritten. The intermediate size is not observable: the size
     * is recorded when the new elements enter.
     */
    void overwritten(long head) {
        if (residence != null) {
            residence.left(head, false);
        }
    }

    void sizeIs(int size) {
        if (waterMarks != null) {
            waterMarks.sizeIs(size);
        }
    }

    /** Records that the capacity was changed, and the size. */
    void resized(int capacity, int size) {
        if (waterMarks != null) {
            waterMarks.capacityIs(capacity);
            waterMarks.sizeIs(size);
        }
    }

    boolean seeDrops() {
        return drops != null;
    }

    /** Records that n elements of an array, starting at an index, were dropped. */
    void dropped(@Nullable Object[] elements, int from, int n, DropReason reason) {
        if (drops != null && n > 0) {
            drops.add(Arrays.asList(elements).subList(from, from + n), reason);
        }
    }

    /** Releases the lock and calls the listeners for the events recorded so far. */
    void unlockAndTell() {
        Drops<?>.Batch dropped = null;
        boolean residenceDue = false;
        boolean crossed = false;
        try {
            dropped = drops == null ? null : drops.takePending();
            residenceDue = residence != null && residence.isDue();
            crossed = waterMarks != null && waterMarks.isUntold();
        } finally {
            lock.unlock();
        }
        if (dropped != null) {
            dropped.deliver();
        }
        if (residence != null && residenceDue) {
            tell(residence);
        }
        if (waterMarks != null && crossed) {
            tell(waterMarks);
        }
    }

    private void tell(ResidenceSampler sampler) {
        while (true) {
            long nanos;
            lock.lock();
            try {
                nanos = sampler.takeDue();
            } finally {
                lock.unlock();
            }
            if (nanos == ResidenceSampler.NOTHING) {
                return;
            }
            sampler.tell(nanos);
        }
    }

    private void tell(WaterMarks marks) {
        for (boolean first = true; ; first = false) {
            WaterMark mark;
            lock.lock();
            try {
                mark = marks.next(first);
            } finally {
                lock.unlock();
            }
            if (mark == null) {
                return;
            }
            marks.tell(mark);
        }
    }
}
