package io.github.buffer4j.spring.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.core.annotation.AliasFor;

/**
 * Calls a method of a bean for the elements of a buffer, in threads of its own.
 *
 * <p><strong>A method that takes batches must be transactional or idempotent</strong>: a batch that fails is halved
 * until the elements that fail are found, so that the method is called again for elements that it has handled already,
 * unless {@link #split()} is {@code none}.
 *
 * <pre>{@code
 * @BufferListener("orders")
 * void ship(Order order) { ... }
 *
 * @BufferListener(buffer = "lines", id = "store", concurrency = "2", batch = "500", linger = "50ms")
 * void store(List<String> lines) { ... }
 *
 * @BufferListener(buffer = "orders", sendTo = "rows", orderedBy = "customerId", concurrency = "16")
 * Row toRow(Order order) { ... }
 * }</pre>
 *
 * <p>The bean must be a singleton. The method is called as any other bean would call it, so that its advice applies,
 * such as a transaction. It has one parameter: an element, its {@link io.github.buffer4j.Envelope}, or a
 * {@link java.util.List} or array of either, which is a batch. Where {@link #sendTo()} names another buffer, the
 * result is written to that.
 *
 * <p>All attributes are texts, which may contain placeholders such as <code>${shop.concurrency}</code>. One that is
 * empty is not set. The properties under {@code buffers.listeners.ID} have the same names in kebab case and override
 * the attributes. These override the properties under {@code buffers.instances.NAME.listener} for the listeners of one
 * buffer, and those under {@code buffers.defaults.listener}. An option that does not apply to the method is an error if
 * it is an attribute or under {@code buffers.listeners.ID}, and is otherwise ignored. The application does not start
 * with an invalid listener.
 *
 * <p>May be used as a meta-annotation.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(BufferListenerReflectiveProcessor.class)
public @interface BufferListener {

    /**
     * Name of the buffer, like {@link #buffer()}.
     *
     * @return the name
     */
    @AliasFor("buffer")
    String value() default "";

    /**
     * Name of the buffer whose elements are handled.
     *
     * @return the name
     */
    @AliasFor("value")
    String buffer() default "";

    /**
     * Id of the listener, unique in the application context. If not set, the names of the bean and the method, joined
     * by a dash. Ids that differ only in punctuation or case are equal.
     *
     * @return the id
     */
    String id() default "";

    /**
     * Maximum number of elements or batches that are handled at the same time. If not set, 1: the elements are handled
     * in the order of the buffer.
     *
     * @return the number, 1 or more
     */
    String concurrency() default "";

    /**
     * Maximum number of elements in a batch, for a method that takes batches. If not set, 500.
     *
     * @return the number, 1 or more
     */
    String batch() default "";

    /**
     * Time for which a batch is collected after its first element, for a method that takes batches. If not set, a batch
     * consists of what is in the buffer.
     *
     * @return the time, such as {@code 50ms}
     */
    String linger() default "";

    /**
     * Name of the buffer that the result is written to. The listener waits while that is full. Null is not written. A
     * collection, array, iterable or stream is written as several elements, unless the buffer is of its type. A
     * {@link java.util.concurrent.CompletionStage} or Reactor's {@code Mono} is waited for.
     *
     * @return the name
     */
    String sendTo() default "";

    /**
     * Key of an element: elements of one key are handled in order, those of different keys at the same time. Name of a
     * bean that is a {@link java.util.function.Function}, or otherwise a property of the element such as
     * {@code customer.id}. An element whose key is null has no order.
     *
     * @return the bean name or property path
     */
    String orderedBy() default "";

    /**
     * Where the order of {@link #orderedBy()} holds: {@code local} for within one JVM. Needed if the buffer is shared,
     * whose elements of one key may be handled in several JVMs at the same time; without effect on another buffer.
     *
     * @return {@code local}
     */
    String scope() default "";

    /**
     * Maximum number of elements out of the buffer if there is an order. If not set, 16 times the concurrency.
     *
     * @return the number, 1 or more
     */
    String inFlight() default "";

    /**
     * When the listener starts, one of {@link ListenerStart}. If not set, {@code started}.
     *
     * @return {@code started}, {@code refresh}, {@code ready} or {@code manual}
     */
    String start() default "";

    /**
     * Kind of the threads. If not set, {@code auto}: virtual threads if {@code spring.threads.virtual.enabled} is set.
     *
     * @return {@code auto}, {@code virtual} or {@code platform}
     */
    String threads() default "";

    /**
     * How the listener stops when the application shuts down, one of {@link ListenerStop}. If not set, {@code drain}.
     *
     * @return {@code drain} or {@code current}
     */
    String stop() default "";

    /**
     * Time for the threads to finish when the application shuts down, before they are interrupted. If not set, 20 s.
     *
     * @return the time, such as {@code 20s}
     */
    String stopTimeout() default "";

    /**
     * Further tries after a failure.
     *
     * @return the retries
     */
    Retry retry() default @Retry;

    /**
     * What happens to an element after its last try, one of {@link OnFailure}. If not set, {@code dead-letter} if there
     * is a {@link #deadLetter()}, otherwise {@code discard}.
     *
     * @return {@code dead-letter}, {@code discard}, {@code stop} or {@code close}
     */
    String onFailure() default "";

    /**
     * Name of the buffer for elements that failed, whose elements are of the type {@link DeadLetter}.
     *
     * @return the name
     */
    String deadLetter() default "";

    /**
     * How a batch is split whose last try has failed, one of {@link Split}. If not set, {@code bisect}: the method must
     * be transactional or idempotent.
     *
     * @return {@code bisect} or {@code none}
     */
    String split() default "";

    /**
     * Whether each call of the method is an observation. If not set, {@code true}.
     *
     * @return {@code true} or {@code false}
     */
    String observe() default "";
}
