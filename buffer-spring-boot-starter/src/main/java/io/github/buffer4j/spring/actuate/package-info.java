/** The actuator endpoint {@code buffers}. */
@NullMarked
package io.github.buffer4j.spring.actuate;

import org.jspecify.annotations.NullMarked;
