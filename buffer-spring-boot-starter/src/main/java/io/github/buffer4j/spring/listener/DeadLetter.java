package io.github.buffer4j.spring.listener;

import java.time.Instant;

/**
 * An element that a listener failed to handle.
 *
 * @param <E> the type of the element
 * @param element the element
 * @param exception the failure of its last try
 * @param attempts the number of tries, 1 or more
 * @param listener the id of the listener
 * @param time the time of the last try
 */
public record DeadLetter<E>(E element, Throwable exception, int attempts, String listener, Instant time) {}
