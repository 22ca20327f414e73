/** Carries contexts from writers to readers with Micrometer's context propagation. */
@NullMarked
package io.github.buffer4j.spring.context;

import org.jspecify.annotations.NullMarked;
