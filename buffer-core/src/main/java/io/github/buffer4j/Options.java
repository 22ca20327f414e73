package io.github.buffer4j;

import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The options that the builders of all buffers have in common. Not safe for use by several threads. */
final class Options {

    private final int maxSampleDistance;
    private String name = "";
    private @Nullable LongConsumer residenceListener;
    private @Nullable WaterMarkListener waterMarkListener;
    private WaterMarks.@Nullable Levels waterLevels;

    /**
     * Creates options with none of them set.
     *
     * @param maxSampleDistance the largest distance between two samples of the residence
     */
    Options(int maxSampleDistance) {
        this.maxSampleDistance = maxSampleDistance;
    }

    void name(String newName) {
        this.name = Objects.requireNonNull(newName, "name");
    }

    String name() {
        return name;
    }

    void residenceListener(LongConsumer listener) {
        this.residenceListener = Objects.requireNonNull(listener, "listener");
    }

    @Nullable
    ResidenceSampler residenceSampler() {
        return residenceListener == null ? null : new ResidenceSampler(name, maxSampleDistance, residenceListener);
    }

    void waterMarks(int high, int low, WaterMarkListener listener) {
        Arguments.requireInRange("high water mark", high, BufferBuilder.MAX_CAPACITY);
        waterMarks(new WaterMarks.Levels(high, low, false), listener);
    }

    void waterMarksInPercent(int high, int low, WaterMarkListener listener) {
        Arguments.requireInRange("high water mark in percent", high, 100);
        waterMarks(new WaterMarks.Levels(high, low, true), listener);
    }

    private void waterMarks(WaterMarks.Levels levels, WaterMarkListener listener) {
        if (levels.low() < 0 || levels.low() >= levels.high()) {
            throw new IllegalArgumentException(
                    "low water mark must be 0 to " + (levels.high() - 1) + ", but is " + levels.low());
        }
        this.waterMarkListener = Objects.requireNonNull(listener, "listener");
        this.waterLevels = levels;
    }

    @Nullable
    WaterMarks waterMarks(int capacity) {
        if (waterMarkListener == null || waterLevels == null) {
            return null;
        }
        if (!waterLevels.percent()) {
            Arguments.requireInRange("high water mark", waterLevels.high(), capacity);
        }
        return new WaterMarks(name, waterLevels, capacity, waterMarkListener);
    }
}
