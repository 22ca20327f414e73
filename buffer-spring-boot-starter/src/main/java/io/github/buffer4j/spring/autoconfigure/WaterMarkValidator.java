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
            throw declared.invalid(HIGH, "it is out of range", "Use 1 element, 1B, or 1%, or more.");
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
                "Use a lower level, in the same unit: elements, bytes or percent.");
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
