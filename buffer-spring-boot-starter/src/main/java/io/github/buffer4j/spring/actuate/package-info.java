/** The actuator endpoint {@code buffers} and its auto-configuration. */
@NullMarked
package io.github.buffer4j.spring.actuate;

import org.jspecify.annotations.NullMarked;
