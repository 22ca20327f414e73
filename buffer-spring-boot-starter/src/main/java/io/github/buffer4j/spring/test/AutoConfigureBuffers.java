package io.github.buffer4j.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Adds buffers to a test of a slice, such as {@code @WebMvcTest} or {@code @JdbcTest}: the beans of {@code
 * buffers.instances}, the methods with {@link io.github.buffer4j.spring.listener.BufferListener} of the beans of the
 * slice, and the {@link BufferTester}. Meters and endpoint are not included.
 *
 * <p>Options of listeners that are not in the slice are ignored. A test with {@code @SpringBootTest} does not need this
 * annotation.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureBuffers {}
