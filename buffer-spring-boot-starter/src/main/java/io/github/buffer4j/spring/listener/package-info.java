/**
 * Listeners: methods and handlers that a container calls for the elements of a buffer, with threads, retries, dead
 * letters and an orderly stop.
 */
@NullMarked
package io.github.buffer4j.spring.listener;

import org.jspecify.annotations.NullMarked;
