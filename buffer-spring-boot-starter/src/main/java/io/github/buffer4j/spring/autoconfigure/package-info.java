/** Auto-configuration that makes buffers from {@code buffers.instances} and ends them with the application context. */
@NullMarked
package io.github.buffer4j.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
