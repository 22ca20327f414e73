package io.github.buffer4j.benchmark;

import java.util.Locale;

/** The load on the processors besides the measured threads. */
public enum Load {
    /** No other load. */
    IDLE,
    /** Threads of the same process compute continuously, see {@link Computation}. */
    BUSY;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
