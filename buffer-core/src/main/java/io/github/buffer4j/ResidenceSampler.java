package io.github.buffer4j;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Measures how long some of the elements are in a buffer. Chooses them by their numbers, at a distance that follows
 * the rate: it doubles if the last sample entered less than 100 ms ago and halves if that was more than a second ago,
 * from 1 to 128. Other elements cost a comparison each, and nothing is allocated. Guarded by the buffer's lock, except
 * for {@link #tell}.
 */
final class ResidenceSampler {

    /** What {@link #takeDue} returns when nothing is due. */
    static final long NOTHING = -1;

    private static final int MAX_DISTANCE = 128;
    private static final long DENSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SPARSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /* A power of two. With so many samples in the buffer others are left out. */
    private static final int SLOTS = 512;

    private static final long LEFT_UNREAD = -1;

    private final LongConsumer listener;
    private final ListenerFailures failures;

    /*
     * A ring of samples: those from due on have left the buffer, with their time in it or LEFT_UNREAD in times; those
     * from inside on are in it, with the time at which they entered; free is the next place.
     */
    private final long[] numbers = new long[SLOTS];
    private final long[] times = new long[SLOTS];
    private int due;
    private int inside;
    private int free;

    private int distance = 1;
    private long next;
    private long lastAt = System.nanoTime() - SPARSE_NANOS;

    ResidenceSampler(String buffer, LongConsumer listener) {
        this.listener = listener;
        this.failures = new ListenerFailures("Residence listener", buffer);
    }

    LongConsumer listener() {
        return listener;
    }

    /** Notes that elements have entered: the one before this number, and those before it. */
    void entered(long tail) {
        if (tail - next > 0) {
            sample(tail, System.nanoTime());
        }
    }

    private void sample(long tail, long now) {
        while (tail - next > 0) {
            if (free - due < SLOTS) {
                numbers[slot(free)] = next;
                times[slot(free)] = now;
                free++;
            }
            long sinceLast = now - lastAt;
            if (sinceLast > SPARSE_NANOS) {
                distance = Math.max(1, distance / 2);
            } else if (sinceLast < DENSE_NANOS) {
                distance = Math.min(2 * distance, MAX_DISTANCE);
            }
            lastAt = now;
            next += distance;
        }
    }

    /** Notes that the elements before this number have left, read or not. */
    void left(long head, boolean read) {
        if (inside != free && numbers[slot(inside)] - head < 0) {
            long now = System.nanoTime();
            while (inside != free && numbers[slot(inside)] - head < 0) {
                times[slot(inside)] = read ? now - times[slot(inside)] : LEFT_UNREAD;
                inside++;
            }
        }
    }

    boolean isDue() {
        return due != inside;
    }

    /** Returns a time that the listener is to be told of, or {@link #NOTHING}. */
    long takeDue() {
        while (due != inside) {
            long nanos = times[slot(due++)];
            if (nanos != LEFT_UNREAD) {
                return nanos;
            }
        }
        return NOTHING;
    }

    /** Calls the listener. Call without the lock. */
    void tell(long nanos) {
        try {
            listener.accept(nanos);
        } catch (Throwable e) {
            failures.log(e);
        }
    }

    private static int slot(int index) {
        return index & (SLOTS - 1);
    }
}
