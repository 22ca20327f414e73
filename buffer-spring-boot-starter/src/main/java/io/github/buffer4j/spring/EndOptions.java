package io.github.buffer4j.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a buffer ends when the application shuts down, and when it counts as stalled.
 *
 * @param early whether it ends before the web server waits for its requests; for buffers that requests read from
 * @param drainTimeout the time for readers to take the remaining elements; null for 20 s, or 1 s for a buffer that was
 *     never read from
 * @param after the names of the buffers that supply its elements and end before it
 * @param stalledAfter the time without a reader after which a buffer with elements is reported as stalled; also the
 *     time for which a thread counts as an active reader after it has read
 * @param closesShared whether the shutdown closes a {@link SharedBuffer} for writing, in all applications, before its
 *     client is detached; without effect on other buffers
 */
public record EndOptions(
        boolean early,
        @Nullable Duration drainTimeout,
        List<String> after,
        Duration stalledAfter,
        boolean closesShared) {

    /** The options of a buffer that is not configured. */
    public static final EndOptions DEFAULT = new EndOptions(false, null, List.of(), Duration.ofSeconds(30));

    private static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration UNREAD_TIMEOUT = Duration.ofSeconds(1);

    /**
     * Creates options with a copy of the list.
     *
     * @param early whether it ends early
     * @param drainTimeout the time for readers, or null
     * @param after the names of the buffers that it ends after
     * @param stalledAfter the time without a reader
     * @param closesShared whether the shutdown closes a shared buffer for writing
     */
    public EndOptions {
        after = List.copyOf(after);
    }

    /**
     * Creates options with which the shutdown of one application does not end a shared buffer.
     *
     * @param early whether it ends early
     * @param drainTimeout the time for readers, or null
     * @param after the names of the buffers that it ends after
     * @param stalledAfter the time without a reader
     */
    public EndOptions(boolean early, @Nullable Duration drainTimeout, List<String> after, Duration stalledAfter) {
        this(early, drainTimeout, after, stalledAfter, false);
    }

    long drainNanos() {
        return nanos(drainTimeout == null ? DEFAULT_DRAIN_TIMEOUT : drainTimeout);
    }

    /** Returns the time to wait for the first reader of a buffer with elements. */
    long unreadNanos() {
        return nanos(drainTimeout == null ? UNREAD_TIMEOUT : drainTimeout);
    }

    long stalledNanos() {
        return nanos(stalledAfter);
    }

    /** Returns a duration in nanoseconds, saturating at {@code Long.MAX_VALUE}. */
    static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
