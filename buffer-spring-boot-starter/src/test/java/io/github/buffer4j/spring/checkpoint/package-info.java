/** Checkpoints of the process, on a JVM that has none. */
@NullMarked
package io.github.buffer4j.spring.checkpoint;

import org.jspecify.annotations.NullMarked;
