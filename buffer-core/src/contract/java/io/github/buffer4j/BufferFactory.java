package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates the buffers that a contract tests, of one kind and one backend. */
public interface BufferFactory {

    /** Returns what this backend can do. */
    Set<Capability> capabilities();

    /** Creates an open, empty buffer. */
    <E> Buffer<E> create(int capacity);

    /** Creates an open, empty buffer with a name. */
    <E> Buffer<E> create(String name, int capacity);

    /**
     * Changes a buffer. With {@link Capability#CHANGES_AT_ONCE} no other thread sees it between the first and
     * the last of them.
     */
    default void atOnce(Buffer<?> buffer, Call.Action changes) throws Exception {
        changes.run();
    }

    /** Creates an open buffer of capacity eight that contains the given elements. */
    default Buffer<String> open(String... elements) throws InterruptedException {
        Buffer<String> buffer = create(8);
        buffer.write(elements);
        return buffer;
    }

    /** Creates an open buffer that the given elements fill. */
    default Buffer<String> full(String... elements) throws InterruptedException {
        Buffer<String> buffer = create(elements.length);
        buffer.write(elements);
        return buffer;
    }

    /** Skips the test unless this backend has a capability. */
    default void needs(Capability capability) {
        assumeTrue(has(capability), () -> "the backend has not the capability " + capability);
    }

    default boolean has(Capability capability) {
        return capabilities().contains(capability);
    }

    /**
     * Checks the error of a buffer that was closed with a cause, or the cause of an exception that the buffer threw.
     */
    default void assertError(@Nullable Throwable error, @Nullable Throwable cause) {
        if (cause == null || error == cause || has(Capability.SAME_ERROR)) {
            assertThat(error).isSameAs(cause);
        } else {
            assertThat(error)
                    .isNotNull()
                    .hasMessageContaining(cause.getClass().getName())
                    .hasMessageContaining(cause.getMessage());
        }
    }
}
