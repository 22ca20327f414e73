package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rejects values of listener options that are never allowed. */
final class ListenerValidator {

    private final Refusal refusal;

    /**
     * Creates a validator.
     *
     * @param refusal creates the exceptions
     */
    ListenerValidator(Refusal refusal) {
        this.refusal = refusal;
    }

    /** Creates the exception for a value. */
    @FunctionalInterface
    interface Refusal {

        BufferConfigurationException invalid(String key, String reason, String allowed);
    }

    void validate(ListenerProperties properties) {
        validateCount("concurrency", properties.getConcurrency());
        validateCount("batch", properties.getBatch());
        validateCount("in-flight", properties.getInFlight());
        validateTime("linger", properties.getLinger());
        validateTime("stop-timeout", properties.getStopTimeout());
        ListenerRetryProperties retry = properties.getRetry();
        validateTime("retry.delay", retry.getDelay());
        validateTime("retry.jitter", retry.getJitter());
        if (retry.getMaxRetries() != null && retry.getMaxRetries() < 0) {
            throw refusal.invalid("retry.max-retries", "it is negative", "Use 0 or more; 0 for a single try.");
        }
        if (retry.getMultiplier() != null && !(retry.getMultiplier() >= 1)) {
            throw refusal.invalid("retry.multiplier", "it is less than 1", "Use 1 or more.");
        }
        if (retry.getMaxDelay() != null && !isPositive(retry.getMaxDelay())) {
            throw refusal.invalid("retry.max-delay", "it is not positive", "Use a duration such as 30s, more than 0s.");
        }
        validateExceptions("retry.exception-includes", retry.getExceptionIncludes());
        validateExceptions("retry.exception-excludes", retry.getExceptionExcludes());
        if (properties.getThreads() != null && !properties.getThreads().isAvailable()) {
            throw refusal.invalid("threads", ListenerThreads.UNAVAILABLE, ListenerThreads.WITHOUT_VIRTUAL);
        }
    }

    /* Binding does not know that the classes are exceptions. */
    private void validateExceptions(String key, @Nullable List<? extends Class<?>> types) {
        if (types != null && !types.stream().allMatch(Throwable.class::isAssignableFrom)) {
            throw refusal.invalid(
                    key, "not all classes are exceptions", "Use the full names of exceptions, separated by commas.");
        }
    }

    private void validateCount(String key, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw refusal.invalid(key, "it is out of range", "Use 1 or more.");
        }
    }

    private void validateTime(String key, @Nullable Duration value) {
        if (value != null && value.isNegative()) {
            throw refusal.invalid(key, "it is negative", "Use a duration of 0s or more.");
        }
    }

    private static boolean isPositive(Duration value) {
        return !value.isNegative() && !value.isZero();
    }
}
