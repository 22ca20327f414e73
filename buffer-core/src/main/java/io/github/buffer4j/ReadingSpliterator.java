package io.github.buffer4j;

import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The source of {@link BufferReader#stream()}: takes one element at a time and never splits. */
final class ReadingSpliterator<E> implements Spliterator<E> {

    private final BufferReader<E> reader;

    ReadingSpliterator(BufferReader<E> reader) {
        this.reader = reader;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        E element;
        try {
            element = reader.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("Interrupted while reading").initCause(e);
        }
        if (element == null) {
            return false;
        }
        action.accept(element);
        return true;
    }

    @Override
    public @Nullable Spliterator<E> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
