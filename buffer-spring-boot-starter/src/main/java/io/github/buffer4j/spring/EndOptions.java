package io.github.buffer4j.spring;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a buffer ends when the application stops, and when it counts as stalled.
 *
 * @param early whether it ends before the web server waits for its requests, because requests read from it
 * @param drainTimeout how long readers may take for what is left; null for 20 s, of which only one second is granted
 *     to a buffer that nobody has read from
 * @param after the names of the buffers that it gets its elements from: it ends after them
 * @param stalledAfter how long a buffer with elements may be without a reader until that is reported, and how long ago
 *     a thread may have read to count as a reader at work
 */
public record EndOptions(boolean early, @Nullable Duration drainTimeout, List<String> after, Duration stalledAfter) {

    /** The options of a buffer for which nothing is configured. */
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
     */
    public EndOptions {
        after = List.copyOf(after);
    }

    long drainNanos() {
        return nanos(drainTimeout == null ? DEFAULT_DRAIN_TIMEOUT : drainTimeout);
    }

    /** Returns how long to wait for the first reader of a buffer with elements. */
    long unreadNanos() {
        return nanos(drainTimeout == null ? UNREAD_TIMEOUT : drainTimeout);
    }

    long stalledNanos() {
        return nanos(stalledAfter);
    }

    /** Returns a duration in nanoseconds, or the most that a long can hold. */
    static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }
}
