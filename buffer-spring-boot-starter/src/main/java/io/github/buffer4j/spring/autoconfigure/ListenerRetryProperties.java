package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The properties {@code retry} of a listener. One that is not set is null. */
class ListenerRetryProperties {

    /** Maximum number of tries after the first one. Zero or more. */
    private @Nullable Long maxRetries;

    /** Time before the first retry. */
    private @Nullable Duration delay;

    /** Factor by which the time grows from one retry to the next. 1 or more. */
    private @Nullable Double multiplier;

    /** Maximum time before a retry. More than zero. If not set, no less than the delay. */
    private @Nullable Duration maxDelay;

    /** Maximum of a random time that is added to or subtracted from the time before a retry. */
    private @Nullable Duration jitter;

    /** Exceptions after which there is another try. If not set, any except those that are excluded. */
    private @Nullable List<Class<? extends Throwable>> exceptionIncludes;

    /** Exceptions after which there is no other try. */
    private @Nullable List<Class<? extends Throwable>> exceptionExcludes;

    public @Nullable Long getMaxRetries() {
        return maxRetries;
    }

    public void setMaxRetries(@Nullable Long maxRetries) {
        this.maxRetries = maxRetries;
    }

    public @Nullable Duration getDelay() {
        return delay;
    }

    public void setDelay(@Nullable Duration delay) {
        this.delay = delay;
    }

    public @Nullable Double getMultiplier() {
        return multiplier;
    }

    public void setMultiplier(@Nullable Double multiplier) {
        this.multiplier = multiplier;
    }

    public @Nullable Duration getMaxDelay() {
        return maxDelay;
    }

    public void setMaxDelay(@Nullable Duration maxDelay) {
        this.maxDelay = maxDelay;
    }

    public @Nullable Duration getJitter() {
        return jitter;
    }

    public void setJitter(@Nullable Duration jitter) {
        this.jitter = jitter;
    }

    public @Nullable List<Class<? extends Throwable>> getExceptionIncludes() {
        return exceptionIncludes;
    }

    public void setExceptionIncludes(@Nullable List<Class<? extends Throwable>> exceptionIncludes) {
        this.exceptionIncludes = exceptionIncludes;
    }

    public @Nullable List<Class<? extends Throwable>> getExceptionExcludes() {
        return exceptionExcludes;
    }

    public void setExceptionExcludes(@Nullable List<Class<? extends Throwable>> exceptionExcludes) {
        this.exceptionExcludes = exceptionExcludes;
    }
}
