package io.github.buffer4j.benchmark;

import java.util.Locale;

/** What the processors have to do besides. */
public enum Load {
    /** Nothing. */
    IDLE,
    /** Threads of the same process compute all the time, see {@link Computation}. */
    BUSY;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
