/** Micrometer meters for the buffers of an application context. */
@NullMarked
package io.github.buffer4j.spring.metrics;

import org.jspecify.annotations.NullMarked;
