/** Auto-configuration of the support for tests. */
@NullMarked
package io.github.buffer4j.spring.autoconfigure.test;

import org.jspecify.annotations.NullMarked;
