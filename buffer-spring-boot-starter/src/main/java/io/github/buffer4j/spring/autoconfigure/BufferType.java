package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.BytesBufferBuilder;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.RingBuffer;
import io.github.buffer4j.spring.executor.WhenFull;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The types of buffer that {@code buffers.instances} can define. */
enum BufferType {

    /** A {@link GrowableBuffer}. */
    GROWABLE(GrowableBuffer.class, Set.of("initial-capacity", "max-capacity"), WhenFull.REJECT, WhenFull.CALLER_RUNS) {
        @Override
        Buffer<Object> build(BufferBuilder<Object> builder, BufferProperties properties) {
            return builder.growable(properties.initialCapacityOrDefault(), properties.maxCapacityOrDefault());
        }

        @Override
        BytesBuffer build(BytesBufferBuilder builder, BufferProperties properties) {
            return builder.growable(properties.initialCapacityOrDefault(), properties.maxCapacityOrDefault());
        }
    },

    /** A {@link BlockBuffer}. */
    BLOCK(BlockBuffer.class, Set.of("capacity", "max-capacity"), WhenFull.WAIT, WhenFull.REJECT, WhenFull.CALLER_RUNS) {
        @Override
        Buffer<Object> build(BufferBuilder<Object> builder, BufferProperties properties) {
            return builder.block(properties.capacityOrDefault().toInt());
        }

        @Override
        BytesBuffer build(BytesBufferBuilder builder, BufferProperties properties) {
            return builder.block(properties.capacityOrDefault().toInt());
        }
    },

    /** A {@link RingBuffer}. */
    RING(RingBuffer.class, Set.of("capacity", "max-capacity"), WhenFull.OVERWRITE) {
        @Override
        Buffer<Object> build(BufferBuilder<Object> builder, BufferProperties properties) {
            return builder.ring(properties.capacityOrDefault().toInt());
        }

        @Override
        BytesBuffer build(BytesBufferBuilder builder, BufferProperties properties) {
            return builder.ring(properties.capacityOrDefault().toInt());
        }
    };

    private final Class<?> bufferClass;

    /* The set is created by Set.of, and the list by List.of: both are immutable. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> capacities;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<WhenFull> whenFull;

    BufferType(Class<?> bufferClass, Set<String> capacities, WhenFull... whenFull) {
        this.bufferClass = bufferClass;
        this.capacities = capacities;
        this.whenFull = List.of(whenFull);
    }

    /** Returns the class of a buffer of elements. */
    Class<?> bufferClass() {
        return bufferClass;
    }

    /** Returns the size properties of this type; those of other types are rejected. */
    Set<String> capacities() {
        return capacities;
    }

    /** Returns what an executor can do if a queue of this type is full; the default is the first one. */
    List<WhenFull> whenFull() {
        return whenFull;
    }

    /** Returns the type as written in YAML. */
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract Buffer<Object> build(BufferBuilder<Object> builder, BufferProperties properties);

    abstract BytesBuffer build(BytesBufferBuilder builder, BufferProperties properties);
}
