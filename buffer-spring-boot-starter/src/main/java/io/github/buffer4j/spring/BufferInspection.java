package io.github.buffer4j.spring;

import io.github.buffer4j.BufferStats;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link BufferMonitor} knows about a buffer.
 *
 * @param stats the statistics of the buffer
 * @param error the cause that the buffer was closed with; null if there is none
 * @param readersAtWork the number of active readers other than the current thread
 * @param awaitsReader whether the elements are there to be read: false for a ring buffer that was never read from,
 *     which may be used for its snapshots only
 * @param stalled whether the buffer has had elements, and no active reader, for the time after which it counts as
 *     stalled
 * @param fullFor the time for which each check has found the buffer full or a writer waiting; zero for a ring buffer,
 *     and for a buffer without a bound
 */
public record BufferInspection(
        BufferStats stats,
        @Nullable Throwable error,
        int readersAtWork,
        boolean awaitsReader,
        boolean stalled,
        Duration fullFor) {}
