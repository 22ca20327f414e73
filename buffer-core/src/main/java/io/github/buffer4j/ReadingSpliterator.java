package io.github.buffer4j;

import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The source of {@link BufferReader#stream()}. Reads one element at a time and never splits. */
final class ReadingSpliterator<E> implements Spliterator<E> {

    private final BufferReader<E> reader;
    private final Runnable onEnter;
    private final Runnable onLeave;
    private boolean entered;

    /**
     * Creates a spliterator.
     *
     * @param reader what it reads from
     * @param onEnter runs before the first element is read
     * @param onLeave runs after the last element was handled, or when reading ends for another reason
     */
    ReadingSpliterator(BufferReader<E> reader, Runnable onEnter, Runnable onLeave) {
        this.reader = reader;
        this.onEnter = onEnter;
        this.onLeave = onLeave;
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        Objects.requireNonNull(action, "action");
        enter();
        boolean advanced = false;
        try {
            E element = next();
            if (element != null) {
                action.accept(element);
                advanced = true;
            }
        } finally {
            if (!advanced) {
                leave();
            }
        }
        return advanced;
    }

    private @Nullable E next() {
        try {
            return reader.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("Interrupted while reading").initCause(e);
        }
    }

    private void enter() {
        if (!entered) {
            entered = true;
            onEnter.run();
        }
    }

    /** Ends reading. All elements that were read have been handled. */
    void leave() {
        if (entered) {
            entered = false;
            onLeave.run();
        }
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
