package io.github.buffer4j.spring.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The retries of a {@link BufferListener}.
 *
 * <pre>{@code
 * @BufferListener(buffer = "orders", retry = @Retry(maxRetries = "5", exceptionIncludes = IOException.class))
 * void ship(Order order) throws IOException { ... }
 * }</pre>
 *
 * <p>All texts may contain placeholders. One that is empty is not set.
 */
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Retry {

    /**
     * Maximum number of tries after the first one. If not set, 3.
     *
     * @return the number, 0 or more
     */
    String maxRetries() default "";

    /**
     * Time before the first retry. If not set, 1 s.
     *
     * @return the time, such as {@code 500ms}
     */
    String delay() default "";

    /**
     * Factor by which the time grows from one retry to the next. If not set, 2.
     *
     * @return the factor, 1 or more
     */
    String multiplier() default "";

    /**
     * Maximum time before a retry. If not set, 30 s.
     *
     * @return the time, such as {@code 1m}
     */
    String maxDelay() default "";

    /**
     * Maximum of a random time that is added to or subtracted from the time before a retry. If not set, none.
     *
     * @return the time, such as {@code 100ms}
     */
    String jitter() default "";

    /**
     * Exceptions after which there is another try. If empty, all.
     *
     * @return the types
     */
    Class<? extends Throwable>[] exceptionIncludes() default {};

    /**
     * Exceptions after which there is no other try.
     *
     * @return the types
     */
    Class<? extends Throwable>[] exceptionExcludes() default {};
}
