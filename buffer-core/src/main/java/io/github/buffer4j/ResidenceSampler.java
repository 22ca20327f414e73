package io.github.buffer4j;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Measures how long sampled elements stay in a buffer. The distance between two samples, 1 to 128 elements, adapts to
 * the rate: it doubles if the last sample entered less than 100 ms ago and halves if that was more than a second ago.
 * Every other element costs one comparison, and nothing is allocated. Guarded by the buffer's lock, except for {@link
 * #tell}.
 */
final class ResidenceSampler {

    /** The result of {@link #takeDue} if no time is due. */
    static final long NOTHING = -1;

    private static final int MAX_DISTANCE = 128;
    private static final long DENSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SPARSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /* A power of two. While all slots are in use, further samples are skipped. */
    private static final int SLOTS = 512;

    private static final long LEFT_UNREAD = -1;

    private final LongConsumer listener;
    private final ListenerFailures failures;

    /*
     * A ring of samples. Samples from due to inside have left the buffer: times holds how long they stayed, or
     * LEFT_UNREAD. Samples from inside to free are still in the buffer: times holds when they entered.
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

    /** Records that the elements before this number have entered. */
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

    /** Records that the elements before this number have left, read or not. */
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

    /** Returns the next time to report to the listener, or {@link #NOTHING}. */
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
