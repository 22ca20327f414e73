package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Rejects invalid options of the health of buffers, and removes inherited ones that do not apply. */
final class HealthValidator {

    private static final String SATURATED_AFTER = BufferKeys.HEALTH + ".saturated-after";
    private static final String MAX_AGE = BufferKeys.HEALTH + ".max-age";
    private static final String MIN_DURATION = BufferKeys.HEALTH + ".min-duration";
    private static final String TRACK_AGE = "track-age";

    private HealthValidator() {}

    /** Validates the options of a declaration. */
    static void validate(BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        HealthProperties health = properties.getHealth();
        validatePositive(declared, SATURATED_AFTER, health.getSaturatedAfter());
        validatePositive(declared, MAX_AGE, health.getMaxAge());
        if (health.getMinDuration().isNegative()) {
            throw declared.invalid(
                    MIN_DURATION,
                    "it is negative",
                    "Use a duration of 0s or more; with 0s a problem is reported only while it lasts.");
        }
        if (health.getMaxAge() != null && !properties.isTrackAge() && declared.own(TRACK_AGE) != null) {
            validateAge(declared, health);
        }
    }

    /** Refuses a limit of its own that a ring buffer, which is full most of the time, has no use for. */
    static void validateRing(BufferDeclaration declared) {
        if (declared.own(SATURATED_AFTER) != null) {
            throw declared.invalid(
                    SATURATED_AFTER, "it does not apply to a buffer of type ring", "Remove it, or use another type.");
        }
    }

    private static void validateAge(BufferDeclaration declared, HealthProperties health) {
        if (declared.own(MAX_AGE) != null) {
            throw declared.invalid(
                    TRACK_AGE, "health.max-age needs it", "Use true, or remove it, or remove health.max-age.");
        }
        health.setMaxAge(null);
    }

    private static void validatePositive(BufferDeclaration declared, String property, @Nullable Duration value) {
        if (value != null && (value.isNegative() || value.isZero())) {
            throw declared.invalid(property, "it is not positive", "Use a duration such as 30s, more than 0s.");
        }
    }
}
