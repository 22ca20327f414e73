package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Rejects invalid options of the health of buffers, and removes inherited ones that do not apply. */
final class HealthValidator {

    private static final String SATURATED_AFTER = BufferKeys.HEALTH + ".saturated-after";
    private static final String MAX_AGE = BufferKeys.HEALTH + ".max-age";
    private static final String MIN_DURATION = BufferKeys.HEALTH + ".min-duration";
    private static final String TRACK_AGE = "track-age";

    private final BufferInstances instances;

    HealthValidator(BufferInstances instances) {
        this.instances = instances;
    }

    /** Validates the options of an instance or, for a name that is none, of the defaults. */
    void validate(String name, BufferProperties properties) {
        HealthProperties health = properties.getHealth();
        validatePositive(name, SATURATED_AFTER, health.getSaturatedAfter());
        validatePositive(name, MAX_AGE, health.getMaxAge());
        if (health.getMinDuration().isNegative()) {
            throw instances.invalid(
                    name,
                    MIN_DURATION,
                    "it is negative",
                    "Use a duration of 0s or more; with 0s a problem is reported only while it lasts.");
        }
        if (health.getMaxAge() != null && !properties.isTrackAge() && instances.own(name, TRACK_AGE) != null) {
            validateAge(name, health);
        }
    }

    /** Refuses a limit of its own that a ring buffer, which is full most of the time, has no use for. */
    void validateRing(String name) {
        if (instances.own(name, SATURATED_AFTER) != null) {
            throw instances.invalid(
                    name,
                    SATURATED_AFTER,
                    "it does not apply to a buffer of type ring",
                    "Remove it, or use another type.");
        }
    }

    private void validateAge(String name, HealthProperties health) {
        if (instances.own(name, MAX_AGE) != null) {
            throw instances.invalid(
                    name, TRACK_AGE, "health.max-age needs it", "Use true, or remove it, or remove health.max-age.");
        }
        health.setMaxAge(null);
    }

    private void validatePositive(String name, String property, @Nullable Duration value) {
        if (value != null && (value.isNegative() || value.isZero())) {
            throw instances.invalid(name, property, "it is not positive", "Use a duration such as 30s, more than 0s.");
        }
    }
}
