package io.github.buffer4j;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/**
 * The writing end of a {@link BytesBuffer}, for code that only produces. What {@link BufferWriter} says of full
 * buffers, threads, interrupts, storage and memory effects holds here for bytes.
 *
 * @since 0.1.0
 */
public interface BytesWriter {

    /**
     * Writes one byte.
     *
     * @param value the byte
     * @throws BufferClosedException if writing has ended, before or during the wait; the byte was not written
     * @throws BufferFullException if the buffer is a growable one at its maximum capacity; the byte was not written
     * @throws InterruptedException if interrupted on entry or while waiting; the byte was not written
     * @throws OutOfMemoryError if there is no memory for the byte's storage; the byte was not written
     */
    void add(byte value) throws InterruptedException;

    /**
     * Writes a run of bytes: writes all of them, or throws an exception that says how many were written. A run longer
     * than the capacity of a block buffer is written in parts, as readers make room, and stays contiguous: no other
     * writer's byte lands in between. A ring buffer accepts all bytes, and all but the last {@link
     * BytesBuffer#capacity()} are overwritten. A growable buffer accepts the whole run or nothing, and grows once.
     *
     * <p>The array must not change before the call returns.
     *
     * @param source the array that holds the bytes
     * @param offset the index of the first byte, 0 or more
     * @param length the number of bytes, 0 or more; 0 returns at once in every state
     * @throws NullPointerException if the array is null
     * @throws IndexOutOfBoundsException if the run does not lie within the array; nothing was written
     * @throws BufferClosedException if writing has ended, before or during the call; {@link
     *     BufferClosedException#written()} bytes were written
     * @throws BufferFullException if the run does not fit a growable buffer's maximum capacity; nothing was written
     * @throws InterruptedWriteException if interrupted on entry or while waiting; {@link
     *     InterruptedWriteException#written()} bytes were written
     * @throws InterruptedException always of the type {@link InterruptedWriteException}
     * @throws OutOfMemoryError if there is no memory for the storage; nothing was written, unless the capacity was
     *     raised during the call
     */
    void write(byte[] source, int offset, int length) throws InterruptedException;

    /**
     * Writes a whole array, like {@link #write(byte[], int, int) write(source, 0, source.length)}.
     *
     * @param source the bytes
     * @throws NullPointerException if the array is null
     * @throws BufferClosedException as {@link #write(byte[], int, int)} does
     * @throws BufferFullException as {@link #write(byte[], int, int)} does
     * @throws InterruptedException as {@link #write(byte[], int, int)} does
     */
    default void write(byte[] source) throws InterruptedException {
        write(source, 0, source.length);
    }

    /**
     * Writes the remaining bytes of a byte buffer, like {@link #write(byte[], int, int)}. Its position advances by the
     * number of bytes that were written, also when one of the exceptions below is thrown. It must not be used by others
     * before the call returns.
     *
     * @param source the bytes, on the heap or direct
     * @throws NullPointerException if the byte buffer is null
     * @throws BufferClosedException as {@link #write(byte[], int, int)} does
     * @throws BufferFullException as {@link #write(byte[], int, int)} does
     * @throws InterruptedException as {@link #write(byte[], int, int)} does
     */
    void write(ByteBuffer source) throws InterruptedException;

    /**
     * Writes as many bytes of a run as fit at once, from its start. Never waits for room and never throws because of
     * the buffer's state.
     *
     * @param source the array that holds the bytes
     * @param offset the index of the first byte, 0 or more
     * @param length the number of bytes, 0 or more; 0 returns at once in every state
     * @return how many bytes were written, 0 to {@code length}
     * @throws NullPointerException if the array is null
     * @throws IndexOutOfBoundsException if the run does not lie within the array; nothing was written
     * @throws OutOfMemoryError if there is no memory for the storage; nothing was written
     */
    int offer(byte[] source, int offset, int length);

    /**
     * Writes bytes of a run, from its start, until all are written or the given time has passed. Only a block buffer
     * waits; what is written stays contiguous.
     *
     * @param source the array that holds the bytes
     * @param offset the index of the first byte, 0 or more
     * @param length the number of bytes, 0 or more; 0 returns at once in every state
     * @param timeout how long to wait at most; zero or less means one attempt
     * @return how many bytes were written, 0 to {@code length}: fewer if there was no room in time, or writing has
     *     ended
     * @throws NullPointerException if the array or the timeout is null
     * @throws IndexOutOfBoundsException if the run does not lie within the array; nothing was written
     * @throws InterruptedException if interrupted on entry or while waiting, always of the type {@link
     *     InterruptedWriteException}, which says how many bytes were written
     * @throws OutOfMemoryError if there is no memory for the storage; nothing was written, unless the capacity was
     *     raised during the call
     */
    int offer(byte[] source, int offset, int length, Duration timeout) throws InterruptedException;

    /**
     * Writes as many of the remaining bytes of a byte buffer as fit at once, like {@link #offer(byte[], int, int)}. Its
     * position advances by their number.
     *
     * @param source the bytes, on the heap or direct
     * @return how many bytes were written, 0 or more
     * @throws NullPointerException if the byte buffer is null
     */
    int offer(ByteBuffer source);

    /**
     * Writes remaining bytes of a byte buffer until all are written or the given time has passed, like {@link
     * #offer(byte[], int, int, Duration)}. Its position advances by the number of bytes that were written, also when an
     * exception is thrown.
     *
     * @param source the bytes, on the heap or direct
     * @param timeout how long to wait at most; zero or less means one attempt
     * @return how many bytes were written, 0 or more
     * @throws NullPointerException if the byte buffer or the timeout is null
     * @throws InterruptedException as {@link #offer(byte[], int, int, Duration)} does
     */
    int offer(ByteBuffer source, Duration timeout) throws InterruptedException;

    /**
     * Ends writing gracefully: readers receive the remaining bytes and then the end of the stream.
     *
     * @return true if this call ended writing; false if it had ended already
     * @see BufferWriter#closeWrite()
     */
    boolean closeWrite();

    /**
     * Ends writing gracefully because of an error: readers receive the remaining bytes and then the cause.
     *
     * @param cause why writing has ended, not null
     * @return true if this call ended writing; false if it had ended already; the cause is then unchanged
     * @throws NullPointerException if the cause is null
     * @see BufferWriter#closeWrite(Throwable)
     */
    boolean closeWrite(Throwable cause);

    /**
     * Calls a producer with an output stream to this buffer, and ends writing when it returns: cleanly if it returns
     * normally, with the error if it throws one. So readers never take the output of a producer that failed as
     * complete:
     *
     * <pre>{@code
     * void write(Report report, BytesWriter pipe) throws IOException {
     *     pipe.produce(out -> {
     *         GZIPOutputStream gzip = new GZIPOutputStream(out);
     *         report.writeTo(gzip);
     *         gzip.close(); // after the last byte: closing it ends the gzip
     *     });
     * }
     * }</pre>
     *
     * <p>The producer may close the stream, which then accepts no more bytes. That alone does not end writing: {@code
     * try}-with-resources also closes where the body has thrown. If a write failed and the producer returns normally
     * all the same, because it has ignored the exception or a {@link java.io.PrintStream} has, writing ends with that
     * exception.
     *
     * @param producer what writes the bytes
     * @param <X> the type of the exceptions that the producer throws
     * @throws NullPointerException if the producer is null
     * @throws X if the producer throws it; the buffer is then closed with it
     */
    <X extends Exception> void produce(Producer<X> producer) throws X;

    /**
     * Code that writes to an output stream.
     *
     * @param <X> the type of the exceptions that it throws
     * @since 0.1.0
     */
    @FunctionalInterface
    interface Producer<X extends Exception> {

        /**
         * Writes to a stream.
         *
         * @param out the stream, which this method may close
         * @throws X if the output is not complete
         */
        void writeTo(OutputStream out) throws X;
    }

    /**
     * Returns a view of this buffer as an output stream. Its {@code write} methods write all bytes, as {@link
     * #write(byte[], int, int)} does; {@code flush} does nothing, since written bytes can be read at once. Closing it
     * ends writing, as {@link #closeWrite()} does.
     *
     * <p><b>Closing does not reveal an error.</b> Where a producer fails within {@code try}-with-resources, the stream
     * is closed like that of a producer that is done, and readers take what was written as complete. Use {@link
     * #produce} instead, or call {@link #closeWrite(Throwable)} before the stream is closed.
     *
     * <p>The methods throw {@link java.io.IOException} if writing has ended, with the cause that the buffer was closed
     * with, or if the bytes do not fit a growable buffer. An interrupt makes them throw {@link
     * java.io.InterruptedIOException} with {@code bytesTransferred}, the number of bytes that were written, and with
     * the interrupt status set; nothing is closed.
     *
     * @return a new stream; any number of threads and streams may write
     */
    OutputStream outputStream();

    /**
     * Returns a view of this buffer as a channel. Its {@code write} writes all remaining bytes, as {@link
     * #write(ByteBuffer)} does. Closing it ends writing, as {@link #closeWrite()} does.
     *
     * <p>{@code write} throws {@link java.io.IOException} as the {@linkplain #outputStream() output stream} does. An
     * interrupt makes it throw {@link java.nio.channels.ClosedByInterruptException} with the interrupt status set: the
     * channel is then closed, and readers get that exception as the cause after the bytes that were written. It throws
     * {@link java.nio.channels.ClosedChannelException} if the channel is closed, or {@link
     * java.nio.channels.AsynchronousCloseException} if it is closed during the call.
     *
     * @return a new channel
     */
    WritableByteChannel writableChannel();
}
