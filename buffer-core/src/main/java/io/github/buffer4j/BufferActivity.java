package io.github.buffer4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consistent snapshot of the threads that use a {@link Buffer}, for code that supervises it. The buffer itself holds
 * only weak references to threads.
 *
 * @param readers the live threads that have read from the buffer or wait in it, in no particular order. A thread whose
 *     {@link Buffer#forEach} has returned or thrown is not included
 * @param writer a live thread that has written to the buffer, the first one since the last snapshot; null if none has
 * @param refusedWriter the last thread whose elements were refused because the buffer was no longer open, alive or not;
 *     null if there is none, or if it was garbage-collected
 * @since 0.1.0
 */
public record BufferActivity(
        List<ReaderThread> readers,
        @Nullable Thread writer,
        @Nullable Thread refusedWriter) {

    /**
     * Creates a snapshot with a copy of the list.
     *
     * @param readers the threads that read
     * @param writer a thread that writes, or null
     * @param refusedWriter a thread that was refused, or null
     */
    public BufferActivity {
        readers = List.copyOf(readers);
    }
}
