package io.github.buffer4j;

import org.jspecify.annotations.Nullable;

/**
 * An element with its sequence number and the context in which it was written.
 *
 * @param element the element
 * @param sequence the sequence number: elements are numbered from 0 in the order in which they enter, so that a gap
 *     shows how many the reader of a {@link RingBuffer} has missed. An element that was {@linkplain
 *     BufferReader#putBack put back} has the number of its new position. Numbers wrap around after 2<sup>63</sup>
 *     elements
 * @param context what the buffer's {@link ContextCarrier} captured when the element was written; null without one
 * @param <E> the type of the element
 * @since 0.1.0
 */
public record Envelope<E>(
        E element, long sequence, @Nullable Object context) {}
