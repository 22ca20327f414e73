package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.HealthOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The properties of the health of a buffer, under {@code health}. */
class HealthProperties {

    /**
     * Time for which the buffer may be full before its health is down. More than zero. Not for rings. If not set, it
     * may always be full.
     */
    private @Nullable Duration saturatedAfter;

    /**
     * Age of the oldest element above which the health of the buffer is down. More than zero. Switches track-age on,
     * and cannot be combined with its value false. Not for buffers of bytes. If not set, elements of any age are
     * healthy.
     */
    private @Nullable Duration maxAge;

    /** Time for which a problem is still reported after it was last seen. Zero or more. */
    private Duration minDuration = HealthOptions.DEFAULT.minDuration();

    public @Nullable Duration getSaturatedAfter() {
        return saturatedAfter;
    }

    public void setSaturatedAfter(@Nullable Duration saturatedAfter) {
        this.saturatedAfter = saturatedAfter;
    }

    public @Nullable Duration getMaxAge() {
        return maxAge;
    }

    public void setMaxAge(@Nullable Duration maxAge) {
        this.maxAge = maxAge;
    }

    public Duration getMinDuration() {
        return minDuration;
    }

    public void setMinDuration(Duration minDuration) {
        this.minDuration = minDuration;
    }

    HealthOptions options() {
        return new HealthOptions(saturatedAfter, maxAge, minDuration);
    }
}
