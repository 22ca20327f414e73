package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.ContextCarrier;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Waits for the results of a listener and writes them to another buffer. */
final class Results {

    private static final boolean HAS_REACTOR =
            ClassUtils.isPresent("reactor.core.publisher.Mono", Results.class.getClassLoader());

    private final @Nullable String target;
    private final @Nullable Buffer<Object> buffer;
    private final @Nullable Class<?> elementType;
    private final boolean endsEarly;

    /**
     * Creates results.
     *
     * @param target the name of the other buffer; null if results are ignored
     * @param buffer the other buffer
     * @param elementType the type of its elements; null if unknown
     * @param endsEarly whether the other buffer may end while this listener still works
     */
    Results(
            @Nullable String target,
            @Nullable Buffer<Object> buffer,
            @Nullable Class<?> elementType,
            boolean endsEarly) {
        this.target = target;
        this.buffer = buffer;
        this.elementType = elementType;
        this.endsEarly = endsEarly;
    }

    /** Returns the carrier of the contexts of results; null if they have none. */
    @Nullable
    ContextCarrier carrier() {
        return buffer == null ? null : buffer.contextCarrier();
    }

    /** Returns the result of a call; waits for one that comes later. */
    static @Nullable Object await(@Nullable Object result) throws Exception {
        if (result instanceof CompletionStage<?> stage) {
            return get(stage.toCompletableFuture());
        }
        return HAS_REACTOR && result != null && Reactor.isMono(result) ? get(Reactor.future(result)) : result;
    }

    private static @Nullable Object get(Future<?> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (CancellationException e) {
            throw new IllegalStateException("The result was cancelled", e);
        }
    }

    /**
     * Writes a result.
     *
     * @throws TargetClosedException if the other buffer has ended, and does not end early
     */
    void write(@Nullable Object result) throws InterruptedException {
        if (buffer == null || target == null || result == null) {
            return;
        }
        try {
            if (elementType != null && elementType.isInstance(result)) {
                buffer.add(result);
            } else if (result instanceof Stream<?> stream) {
                try (stream) {
                    buffer.write(stream.filter(Objects::nonNull).toArray());
                }
            } else if (result instanceof Collection<?> collection) {
                write(buffer, collection.toArray());
            } else if (result instanceof Iterable<?> iterable) {
                List<Object> values = new ArrayList<>();
                iterable.forEach(values::add);
                write(buffer, values.toArray());
            } else if (result.getClass().isArray()) {
                write(buffer, boxed(result));
            } else {
                buffer.add(result);
            }
        } catch (BufferClosedException e) {
            if (!endsEarly) {
                throw new TargetClosedException(target, e);
            }
        }
    }

    private static void write(Buffer<Object> buffer, @Nullable Object[] results) throws InterruptedException {
        buffer.write(Stream.of(results).filter(Objects::nonNull).toArray());
    }

    private static Object[] boxed(Object array) {
        if (array instanceof Object[] objects) {
            return objects;
        }
        Object[] boxed = new Object[Array.getLength(array)];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = Array.get(array, i);
        }
        return boxed;
    }

    /* Loaded only if Reactor is present. */
    private static final class Reactor {

        static boolean isMono(Object result) {
            return result instanceof reactor.core.publisher.Mono<?>;
        }

        static Future<?> future(Object result) {
            return ((reactor.core.publisher.Mono<?>) result).toFuture();
        }
    }
}
