/** Support for tests of applications with buffers. Needs {@code spring-boot-test}. */
@NullMarked
package io.github.buffer4j.spring.test;

import org.jspecify.annotations.NullMarked;
