package io.github.buffer4j;

import java.util.OptionalLong;

/**
 * What a {@link Buffer} has done so far, and what it holds: one consistent snapshot, taken at one moment. Counts are in
 * elements, unless they say otherwise. Totals only grow, also across {@link Buffer#reset()}, and
 *
 * <pre>{@code written == read + overwritten + discarded + droppedOnClose + size}</pre>
 *
 * <p>Totals are of type long and wrap around after 2<sup>63</sup> elements. The equation still holds then.
 *
 * @param size elements in the buffer
 * @param capacity elements that fit, {@link Integer#MAX_VALUE} where nothing bounds it
 * @param peakSize the largest size there has been
 * @param recentPeakSize the largest size of the last minute or two: since the last turn but one. It turns at the first
 *     look at the statistics a minute or more after the last turn, so that no peak between two looks is missed
 * @param written elements that entered, and those that were put back
 * @param read elements that readers took
 * @param overwritten elements that a {@link RingBuffer} gave up for newer ones
 * @param discarded elements dropped by {@link Buffer#discard(int)}, {@link Buffer#reset()} or {@link
 *     Buffer#resize(int)}, and those that could not be put back
 * @param droppedOnClose elements dropped by {@link Buffer#close()} or {@link Buffer#closeWithError(Throwable)}
 * @param rejected elements that never entered, because the buffer was full, closed, or had no room in time; an
 *     interrupted writer's elements are not counted
 * @param writersWaiting threads that wait for room now
 * @param readersWaiting threads that wait for an element now
 * @param writeBlockedCount how often a writer had to wait
 * @param writeBlockedNanos how long writers have waited in all, with the waits under way, in nanoseconds
 * @param readBlockedCount how often a reader had to wait
 * @param readBlockedNanos how long readers have waited in all, with the waits under way, in nanoseconds
 * @param oldestAgeNanos how long the oldest element has been in the buffer, in nanoseconds, 0 if there is none; absent
 *     unless the buffer was built with {@link BufferBuilder#trackAge(boolean)}
 * @param state the state
 */
public record BufferStats(
        int size,
        int capacity,
        int peakSize,
        int recentPeakSize,
        long written,
        long read,
        long overwritten,
        long discarded,
        long droppedOnClose,
        long rejected,
        int writersWaiting,
        int readersWaiting,
        long writeBlockedCount,
        long writeBlockedNanos,
        long readBlockedCount,
        long readBlockedNanos,
        OptionalLong oldestAgeNanos,
        BufferState state) {}
