package io.github.buffer4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads at work on a {@link Buffer}, as they were at one moment: one consistent snapshot for those who supervise
 * a buffer. The buffer itself refers to threads weakly.
 *
 * @param readers the live threads that have read from the buffer or wait in it, in no particular order. A thread whose
 *     {@link Buffer#forEach} has returned or thrown has gone.
 * @param writer a live thread that has written to the buffer, the first one after an earlier look; null if none has
 * @param refusedWriter the last thread whose elements were refused because the buffer was no longer open, dead or
 *     alive; null if there is none, or if it was collected
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
