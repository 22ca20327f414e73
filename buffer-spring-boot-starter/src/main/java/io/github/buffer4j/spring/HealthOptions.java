package io.github.buffer4j.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What makes a buffer unhealthy, besides an error, a failed listener and a missing reader.
 *
 * @param saturatedAfter the time for which the buffer may be full; null if it may always be full
 * @param maxAge the maximum age of its oldest element; null if it may have any age. Has no effect unless the buffer
 *     tracks ages
 * @param minDuration how long a problem is still reported after it was last seen, 0 or more
 */
public record HealthOptions(
        @Nullable Duration saturatedAfter, @Nullable Duration maxAge, Duration minDuration) {

    /** The options of a buffer that is not configured: it may be full, and its elements may have any age. */
    public static final HealthOptions DEFAULT = new HealthOptions(null, null, Duration.ofSeconds(30));
}
