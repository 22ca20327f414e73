package io.github.buffer4j.spring.redis;

import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.serializer.RedisSerializer;

/** Turns elements into what is on the server: a byte that counts how often an element was redelivered, and its code. */
final class ElementCodec<E> {

    private static final Log LOGGER = LogFactory.getLog(RedisBuffer.class);
    private static final byte[] NONE = {};

    private final String name;
    private final RedisSerializer<E> serializer;
    private final int maxSize;

    ElementCodec(String name, RedisSerializer<E> serializer, int maxSize) {
        this.name = name;
        this.serializer = serializer;
        this.maxSize = maxSize;
    }

    /**
     * Encodes an element.
     *
     * @throws IllegalArgumentException if its code is too long
     */
    byte[] encode(E element) {
        byte[] code = Objects.requireNonNullElse(serializer.serialize(element), NONE);
        if (code.length > maxSize) {
            throw new IllegalArgumentException("An element of the buffer '" + name + "' may have at most " + maxSize
                    + " bytes, but one has " + code.length + ". See max-element-size");
        }
        byte[] encoded = new byte[code.length + 1];
        System.arraycopy(code, 0, encoded, 1, code.length);
        return encoded;
    }

    /** Decodes an element; returns null, and logs why, if that is not possible. */
    @Nullable
    E decode(byte[] encoded) {
        try {
            E element = serializer.deserialize(Arrays.copyOfRange(encoded, 1, encoded.length));
            if (element != null) {
                return element;
            }
            LOGGER.error("Buffer '" + name + "' discards an element that its codec has decoded to null");
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            /* What an element does to its codec must not cost those that were read with it. */
            LOGGER.error("Buffer '" + name + "' discards an element that its codec cannot decode", e);
        }
        return null;
    }

    static int redeliveries(byte[] encoded) {
        return Byte.toUnsignedInt(encoded[0]);
    }
}
