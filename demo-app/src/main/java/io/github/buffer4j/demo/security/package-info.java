/** Restricts operations on the buffers to an operator. */
@NullMarked
package io.github.buffer4j.demo.security;

import org.jspecify.annotations.NullMarked;
