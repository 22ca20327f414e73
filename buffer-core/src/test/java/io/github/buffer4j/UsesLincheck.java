package io.github.buffer4j;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks tests that Lincheck runs, in threads of its own. The build runs them separately, because Lincheck would treat
 * the counters of the coverage agent as shared state, and not with virtual threads, which Lincheck does not control.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lincheck")
@interface UsesLincheck {}
