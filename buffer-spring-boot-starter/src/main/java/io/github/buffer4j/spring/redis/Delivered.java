package io.github.buffer4j.spring.redis;

import io.github.buffer4j.Envelope;

/**
 * An element as it was delivered.
 *
 * @param element the element
 * @param sequence its sequence number
 * @param redeliveries how often it was leased before
 * @param position its position in what was delivered with it
 * @param <E> the type of the element
 */
record Delivered<E>(E element, long sequence, int redeliveries, int position) {

    Envelope<E> envelope() {
        return new Envelope<>(element, sequence, null);
    }
}
