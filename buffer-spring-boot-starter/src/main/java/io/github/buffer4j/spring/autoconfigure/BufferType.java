package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.RingBuffer;

/** The kinds of buffer that {@code buffers.instances} can make. */
enum BufferType {

    /** A {@link GrowableBuffer}. */
    GROWABLE(GrowableBuffer.class) {
        @Override
        Buffer<Object> build(BufferBuilder<Object> builder, BufferProperties properties) {
            return builder.growable(properties.initialCapacityOrDefault(), properties.getMaxCapacity());
        }
    },

    /** A {@link BlockBuffer}. */
    BLOCK(BlockBuffer.class) {
        @Override
        Buffer<Object> build(BufferBuilder<Object> builder, BufferProperties properties) {
            return builder.block(properties.getCapacity());
        }
    },

    /** A {@link RingBuffer}. */
    RING(RingBuffer.class) {
        @Override
        Buffer<Object> build(BufferBuilder<Object> builder, BufferProperties properties) {
            return builder.ring(properties.getCapacity());
        }
    };

    private final Class<?> bufferClass;

    BufferType(Class<?> bufferClass) {
        this.bufferClass = bufferClass;
    }

    Class<?> bufferClass() {
        return bufferClass;
    }

    abstract Buffer<Object> build(BufferBuilder<Object> builder, BufferProperties properties);
}
