package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.SharedStats;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a buffer, from which all its meters are read.
 *
 * @param stats the statistics
 * @param end the cause of the end; null if the buffer has not ended
 */
record BufferSnapshot(BufferStats stats, @Nullable End end) {

    /* A buffer ends only once, so state and error are consistent although they are read separately. */
    static BufferSnapshot of(StreamingBuffer buffer, SharedStats statistics) {
        BufferStats stats = Objects.requireNonNull(statistics.of(buffer), "stats() returned null");
        if (!stats.state().isTerminal()) {
            return new BufferSnapshot(stats, null);
        }
        if (buffer.error() != null) {
            return new BufferSnapshot(stats, End.ERROR);
        }
        return new BufferSnapshot(stats, stats.state() == BufferState.DRAINED ? End.END : End.CLOSE);
    }

    /** The cause of the end of a buffer. */
    enum End {

        /** All elements were read or discarded. */
        END,

        /** It was closed. */
        CLOSE,

        /** It was closed with an error, immediately or after the last element. */
        ERROR;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
