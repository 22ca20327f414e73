/** The health of the buffers of an application context, for the actuator endpoint {@code health}. */
@NullMarked
package io.github.buffer4j.spring.health;

import org.jspecify.annotations.NullMarked;
