/** The auto-configuration of the actuator endpoint {@code buffers}. */
@NullMarked
package io.github.buffer4j.spring.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
