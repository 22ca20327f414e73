/** The auto-configuration of the meters of the buffers. */
@NullMarked
package io.github.buffer4j.spring.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
