package io.github.buffer4j;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Measures how long sampled elements stay in a buffer. The distance between two samples, 1 element to a maximum, adapts
 * to the rate: it doubles while samples enter less than 100 ms apart on average and halves while that is more than a
 * second. Every other element costs one comparison, and nothing is allocated. Guarded by the buffer's lock, except for
 * {@link #tell}.
 */
final class ResidenceSampler {

    /** The result of {@link #takeDue} if no time is due. */
    static final long NOTHING = -1;

    /** The largest distance of samples in a buffer of elements. */
    static final int MAX_ELEMENTS = 128;

    /** The largest distance of samples in a buffer of bytes. */
    static final int MAX_BYTES = 16 * 1024;

    private static final long DENSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SPARSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int GROUP = 16;

    /* The fractional part of the golden ratio in units of 2^-32; its multiples are spread evenly. */
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    /* A power of two. While all slots are in use, further samples are skipped. */
    private static final int SLOTS = 512;

    private static final long LEFT_UNREAD = -1;

    private final int maxDistance;
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

    /*
     * Each stretch of as many elements as the distance has one sample. Where it lies differs from stretch to stretch,
     * by the golden ratio: if it did not, elements that are written in batches of 128 would always be sampled at the
     * same position of their batch, such as the last one, which stays longest.
     *
     * The distance changes only if two groups of samples in a row were too dense or too sparse. Of elements that come
     * in bursts with pauses, the group with the pause is sparse and the others are dense: if each one changed the
     * distance, it would always be small at the beginning of a burst, whose elements would be sampled more often than
     * the others.
     */
    private int distance = 1;
    private long stretch;
    private int length = 1;
    private int position;
    private long next;

    private int inGroup;
    private long groupSince = System.nanoTime();
    private int lastVerdict;

    /**
     * Creates a sampler.
     *
     * @param buffer the name of the buffer
     * @param maxDistance the largest distance between two samples, a power of two
     * @param listener is told the times
     */
    ResidenceSampler(String buffer, int maxDistance, LongConsumer listener) {
        this.maxDistance = maxDistance;
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
            adapt(now);
            stretch += length;
            length = distance;
            position += GOLDEN_RATIO;
            next = stretch + ((Integer.toUnsignedLong(position) * length) >>> Integer.SIZE);
        }
    }

    private void adapt(long now) {
        inGroup++;
        long nanos = now - groupSince;
        boolean sparse = nanos > GROUP * SPARSE_NANOS;
        if (!sparse && inGroup < GROUP) {
            return;
        }
        int verdict = sparse ? -1 : nanos < GROUP * DENSE_NANOS ? 1 : 0;
        if (verdict == lastVerdict && verdict != 0) {
            distance = sparse ? Math.max(1, distance / 2) : Math.min(2 * distance, maxDistance);
        }
        lastVerdict = verdict;
        groupSince = now;
        inGroup = 0;
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
