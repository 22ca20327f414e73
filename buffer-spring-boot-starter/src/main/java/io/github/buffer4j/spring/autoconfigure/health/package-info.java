/** The auto-configuration of the health of the buffers. */
@NullMarked
package io.github.buffer4j.spring.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
