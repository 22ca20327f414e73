package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.StreamingBuffer;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the meters of a buffer show, as it was at one moment.
 *
 * @param stats the statistics
 * @param end how the buffer has ended; null if it has not
 */
record BufferSnapshot(BufferStats stats, @Nullable End end) {

    /* A buffer ends once, so that the state and the error fit together although they are read one after the other. */
    static BufferSnapshot of(StreamingBuffer buffer) {
        BufferStats stats = Objects.requireNonNull(buffer.stats(), "stats() returned null");
        if (!stats.state().isTerminal()) {
            return new BufferSnapshot(stats, null);
        }
        if (buffer.error() != null) {
            return new BufferSnapshot(stats, End.ERROR);
        }
        return new BufferSnapshot(stats, stats.state() == BufferState.DRAINED ? End.END : End.CLOSE);
    }

    /** How a buffer has ended. */
    enum End {

        /** All elements were read or discarded. */
        END,

        /** It was closed. */
        CLOSE,

        /** It was closed with an error, whether at once or after the last element. */
        ERROR;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
