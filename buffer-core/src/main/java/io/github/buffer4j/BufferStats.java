package io.github.buffer4j;

import java.util.OptionalLong;

/**
 * A consistent snapshot of a buffer's contents and totals. Counts are in elements unless stated otherwise. Totals only
 * grow, also across {@link Buffer#reset()}, and
 *
 * <pre>{@code written == read + overwritten + discarded + droppedOnClose + size}</pre>
 *
 * <p>Totals are of type long and wrap around after 2<sup>63</sup> elements. The equation still holds then.
 *
 * @param size elements in the buffer
 * @param capacity elements that fit, {@link Integer#MAX_VALUE} if it is unbounded
 * @param peakSize the largest size ever
 * @param recentPeakSize the largest size of the current period and the one before. A period ends with the first call of
 *     {@link Buffer#stats()} a minute or more after it began, so that no peak between two calls is missed
 * @param written elements that entered, including those that were put back
 * @param read elements that readers took
 * @param overwritten elements that a {@link RingBuffer} overwrote with newer ones
 * @param discarded elements dropped by {@link Buffer#discard(int)}, {@link Buffer#reset()} or {@link
 *     Buffer#resize(int)}, and those that could not be put back
 * @param droppedOnClose elements dropped by {@link Buffer#close()} or {@link Buffer#closeWithError(Throwable)}
 * @param rejected elements that never entered, because the buffer was full, closed, or had no room in time; an
 *     interrupted writer's elements are not counted
 * @param writersWaiting threads currently waiting for room
 * @param readersWaiting threads currently waiting for an element
 * @param writeBlockedCount how often writers had to wait
 * @param writeBlockedNanos how long writers have waited in total, including the waits in progress, in nanoseconds
 * @param readBlockedCount how often readers had to wait
 * @param readBlockedNanos how long readers have waited in total, including the waits in progress, in nanoseconds
 * @param oldestAgeNanos how long the oldest element has been in the buffer, in nanoseconds, 0 if there is none; absent
 *     unless the buffer was built with {@link BufferBuilder#trackAge(boolean)}
 * @param state the state of the buffer
 * @since 0.1.0
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
