/** Task executors whose queue is a buffer. */
@NullMarked
package io.github.buffer4j.spring.executor;

import org.jspecify.annotations.NullMarked;
