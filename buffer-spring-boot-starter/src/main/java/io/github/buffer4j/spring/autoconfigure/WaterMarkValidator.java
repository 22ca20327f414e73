package io.github.buffer4j.spring.autoconfigure;

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
        if (high != null && high.value() == 0) {
            throw declared.invalid(HIGH, "it is out of range", "Use 1 element, or 1%, or more.");
        }
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
                "Use a lower level, in the same unit: elements or percent.");
    }

    /** Validates the marks of a declaration that has a capacity. */
    static void validateInstance(BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        String reason = reason(properties);
        if (reason != null) {
            if (declared.own(HIGH) != null) {
                throw declared.invalid(HIGH, reason, "Remove it, or use a number of elements up to the capacity.");
            }
            properties.setHighWaterMark(null);
        }
        if (properties.getHighWaterMark() == null && declared.own(LOW) != null) {
            throw declared.invalid(
                    LOW, "it has no effect without a high-water-mark", "Remove it, or set high-water-mark.");
        }
    }

    /* Returns why a high mark does not apply; null if it does, or if there is none. */
    private static @Nullable String reason(BufferProperties properties) {
        WaterMarkLevel high = properties.getHighWaterMark();
        BufferType type = properties.getType();
        int capacity = type == BufferType.GROWABLE ? properties.maxCapacityOrDefault() : properties.getCapacity();
        if (high == null) {
            return null;
        }
        if (type == BufferType.RING) {
            return "it does not apply to a buffer of type ring, which is full most of the time";
        }
        if (high.percent() && capacity == Integer.MAX_VALUE) {
            return "a growable buffer without max-capacity has no capacity to be a percentage of";
        }
        return !high.percent() && high.value() > capacity ? "it is above the capacity " + capacity : null;
    }
}
