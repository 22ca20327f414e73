package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferBuilder;
import org.jspecify.annotations.Nullable;

/** Rejects water marks that do not fit, and removes inherited ones that do not apply. */
final class WaterMarkValidator {

    private static final String HIGH = "high-water-mark";
    private static final String LOW = "low-water-mark";

    private WaterMarkValidator() {}

    /** Validates the marks of a declaration. */
    static void validate(BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        WaterMarkLevel high = properties.getHighWaterMark();
        WaterMarkLevel low = properties.getLowWaterMark();
        validateRange(declared, HIGH, high, 1);
        validateRange(declared, LOW, low, 0);
        if (high == null || low == null || low.isBelow(high)) {
            return;
        }
        if (declared.own(HIGH) != null && declared.own(LOW) == null) {
            properties.setLowWaterMark(null);
            return;
        }
        throw declared.invalid(
                LOW,
                "it is not below the high-water-mark '" + high + "'",
                "Use a lower level, in the same unit: elements, bytes or percent.");
    }

    private static void validateRange(BufferDeclaration declared, String key, @Nullable WaterMarkLevel level, int min) {
        if (level != null && (level.value() < min || level.value() > BufferBuilder.MAX_CAPACITY)) {
            throw declared.invalid(
                    key,
                    "it is out of range",
                    "Use " + min + " to " + BufferBuilder.MAX_CAPACITY + " elements or bytes, or " + min
                            + "% to 100%.");
        }
    }

    /** Validates the marks of a declaration that has a capacity. */
    static void validateInstance(BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        WaterMarkLevel high = properties.getHighWaterMark();
        String reason = high == null ? "it has no effect without a high-water-mark" : reason(high, properties);
        if (reason == null) {
            return;
        }
        String remedy = high != null && properties.getType() == BufferType.RING
                ? "Remove it, or use another type."
                : "Remove it, or set high-water-mark to a number of "
                        + properties.getUnit().value() + " up to the capacity.";
        for (String key : new String[] {HIGH, LOW}) {
            if (declared.own(key) != null) {
                throw declared.invalid(key, reason, remedy);
            }
        }
        properties.setHighWaterMark(null);
    }

    /* Returns why a high mark does not apply; null if it does. */
    private static @Nullable String reason(WaterMarkLevel high, BufferProperties properties) {
        BufferType type = properties.getType();
        int capacity = type == BufferType.GROWABLE
                ? properties.maxCapacityOrDefault()
                : properties.capacityOrDefault().toInt();
        if (type == BufferType.RING) {
            return "it does not apply to a buffer of type ring, which is full most of the time";
        }
        if (high.isPercent() && capacity == Integer.MAX_VALUE) {
            return "a growable buffer without max-capacity has no capacity to be a percentage of";
        }
        return !high.isPercent() && high.value() > capacity
                ? "the high-water-mark '" + high + "' is above the capacity " + capacity
                : null;
    }
}
