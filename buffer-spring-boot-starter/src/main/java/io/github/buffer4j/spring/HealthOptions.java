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

    /**
     * Creates options.
     *
     * @param saturatedAfter the time for which the buffer may be full, or null
     * @param maxAge the maximum age of its oldest element, or null
     * @param minDuration how long a problem is still reported
     * @throws NullPointerException if the minimum duration is null
     * @throws IllegalArgumentException if the minimum duration is negative, or a limit is not positive
     */
    public HealthOptions {
        requirePositive("saturatedAfter", saturatedAfter);
        requirePositive("maxAge", maxAge);
        if (minDuration.isNegative()) {
            throw new IllegalArgumentException("minDuration must not be negative, but is " + minDuration);
        }
    }

    private static void requirePositive(String what, @Nullable Duration limit) {
        if (limit != null && (limit.isNegative() || limit.isZero())) {
            throw new IllegalArgumentException(what + " must be positive, but is " + limit);
        }
    }

    /** The options of a buffer that is not configured: it may be full, and its elements may have any age. */
    public static final HealthOptions DEFAULT = new HealthOptions(null, null, Duration.ofSeconds(30));
}
