package io.github.buffer4j;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Marks tests that Lincheck runs, with platform threads only. The build runs them separately, because Lincheck would
 * treat the counters of the coverage agent as shared state.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lincheck")
@DisabledIfSystemProperty( // Lincheck controls platform threads only
        named = "buffer4j.test.threads",
        matches = "virtual",
        disabledReason = "Lincheck controls platform threads only")
@interface UsesLincheck {}
