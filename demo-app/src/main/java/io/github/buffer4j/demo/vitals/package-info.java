/** Records and shows the latest samples of the JVM in a ring buffer. */
@NullMarked
package io.github.buffer4j.demo.vitals;

import org.jspecify.annotations.NullMarked;
