package io.github.buffer4j;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An array of nulls that successive calls of {@code drainTo} reuse, so that draining allocates nothing. */
final class Scratch {

    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 1024;

    private volatile @Nullable Object @Nullable [] array;
    private volatile boolean retired;

    /** Returns an array of at least this length, for the caller alone. Call with the buffer's lock held. */
    @Nullable
    Object[] take(int length) {
        @Nullable Object[] taken = array;
        if (taken == null || taken.length < length) {
            return new Object[Math.max(length, MIN_LENGTH)];
        }
        array = null;
        return taken;
    }

    /** Clears the used part of an array and keeps the array for the next call. Needs no lock. */
    void giveBack(@Nullable Object[] taken, int used) {
        if (used <= MAX_LENGTH) {
            Arrays.fill(taken, 0, used, null);
            array = taken;
            if (retired) {
                array = null;
            }
        }
    }

    /** Releases the array and keeps none from now on. */
    void retire() {
        retired = true;
        array = null;
    }
}
