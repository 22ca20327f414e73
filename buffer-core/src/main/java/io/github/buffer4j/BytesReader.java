package io.github.buffer4j;

import java.io.EOFException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;

/**
 * The reading end of a {@link BytesBuffer}, for code that only consumes. What {@link BufferReader} says of threads, the
 * end of the stream, interrupts and memory effects holds here for bytes.
 *
 * @since 0.1.0
 */
public interface BytesReader {

    /**
     * Reads one byte, after waiting for it if necessary.
     *
     * @return the byte, 0 to 255, or -1 at the end of the stream
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    int next() throws InterruptedException;

    /**
     * Reads bytes: waits for the first one, then reads what is available. Never waits to fill the array.
     *
     * @param target where the bytes go
     * @param offset the index of the first one, 0 or more
     * @param length how many bytes to read at most, 0 or more; 0 returns at once in every state
     * @return how many bytes were read, 1 or more; -1 at the end of the stream; 0 only if {@code length} is 0
     * @throws NullPointerException if the array is null
     * @throws IndexOutOfBoundsException if the range does not lie within the array; nothing was read
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    int read(byte[] target, int offset, int length) throws InterruptedException;

    /**
     * Reads into a whole array, like {@link #read(byte[], int, int) read(target, 0, target.length)}.
     *
     * @param target where the bytes go
     * @return how many bytes were read, or -1 at the end of the stream; 0 only for an empty array
     * @throws NullPointerException if the array is null
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    default int read(byte[] target) throws InterruptedException {
        return read(target, 0, target.length);
    }

    /**
     * Reads bytes like {@link #read(byte[], int, int)}, waiting at most the given time for the first one.
     *
     * @param target where the bytes go
     * @param offset the index of the first one, 0 or more
     * @param length how many bytes to read at most, 0 or more; 0 returns at once in every state
     * @param timeout how long to wait at most; zero or less means one attempt
     * @return how many bytes were read; 0 if none came in time; -1 at the end of the stream
     * @throws NullPointerException if the array or the timeout is null
     * @throws IndexOutOfBoundsException if the range does not lie within the array; nothing was read
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    int read(byte[] target, int offset, int length, Duration timeout) throws InterruptedException;

    /**
     * Reads bytes into the remaining part of a byte buffer, like {@link #read(byte[], int, int)}. Its position advances
     * by their number. It must not be used by others before the call returns.
     *
     * @param target where the bytes go, on the heap or direct
     * @return how many bytes were read, 1 or more; -1 at the end of the stream; 0 only if nothing remains in the target
     * @throws NullPointerException if the byte buffer is null
     * @throws java.nio.ReadOnlyBufferException if the byte buffer is read-only; nothing was read
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    int read(ByteBuffer target) throws InterruptedException;

    /**
     * Reads bytes like {@link #read(ByteBuffer)}, waiting at most the given time for the first one.
     *
     * @param target where the bytes go, on the heap or direct
     * @param timeout how long to wait at most; zero or less means one attempt
     * @return how many bytes were read; 0 if none came in time; -1 at the end of the stream
     * @throws NullPointerException if the byte buffer or the timeout is null
     * @throws java.nio.ReadOnlyBufferException if the byte buffer is read-only; nothing was read
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed
     * @throws InterruptedException if interrupted on entry or while waiting
     */
    int read(ByteBuffer target, Duration timeout) throws InterruptedException;

    /**
     * Fills a part of an array, waiting until there are enough bytes. It may be longer than the capacity. Bytes are
     * read as they come, so other readers may read in between. Those that were read before an exception are in the
     * array.
     *
     * @param target where the bytes go
     * @param offset the index of the first one, 0 or more
     * @param length how many bytes to read, 0 or more; 0 returns at once in every state
     * @throws NullPointerException if the array is null
     * @throws IndexOutOfBoundsException if the range does not lie within the array; nothing was read
     * @throws EOFException if the stream ended before; its message says how many bytes were read
     * @throws BufferClosedException if the stream ended with an error or the buffer was closed, before or during the
     *     call
     * @throws InterruptedReadException if interrupted on entry or while waiting; {@link
     *     InterruptedReadException#read()} bytes were read
     * @throws InterruptedException always of the type {@link InterruptedReadException}
     */
    void readFully(byte[] target, int offset, int length) throws InterruptedException, EOFException;

    /**
     * Returns the oldest byte and leaves it in the buffer. Never waits for one.
     *
     * @return the byte, 0 to 255, or -1 if there is none
     */
    int peek();

    /**
     * Copies the oldest bytes and leaves them in the buffer. Never waits for one; works in every state.
     *
     * @param target where the bytes go
     * @param offset the index of the first one, 0 or more
     * @param length how many bytes to copy at most, 0 or more
     * @return how many bytes were copied, 0 to {@code length}
     * @throws NullPointerException if the array is null
     * @throws IndexOutOfBoundsException if the range does not lie within the array; nothing was copied
     */
    int peek(byte[] target, int offset, int length);

    /**
     * Copies the bytes and leaves them in the buffer. Never waits for one; works in every state.
     *
     * @return a new array, oldest byte first
     */
    byte[] snapshot();

    /**
     * Skips the oldest bytes, which count as discarded. Never waits for one.
     *
     * @param max how many bytes to skip at most, 0 or more
     * @return how many bytes were skipped
     * @throws IllegalArgumentException if {@code max} is negative
     */
    int discard(int max);

    /**
     * Returns a view of this buffer as an input stream. Its {@code read} returns -1 at the end of the stream, {@code
     * available} is the size of the buffer, and {@code skip} reads what is there, after waiting for the first byte.
     * Closing it closes the buffer, as {@link BytesBuffer#close()} does: waiting
     * writers fail at once.
     *
     * <p>If the producer has failed, the bytes that it had written can be read, and then {@code read} throws {@link
     * java.io.IOException} with the cause. An interrupt makes it throw {@link java.io.InterruptedIOException} with the
     * interrupt status set; no byte is lost, and nothing is closed. The methods that read several times, such as {@code
     * readNBytes} and {@code skip}, may have read bytes before they throw: after an interrupt {@code bytesTransferred}
     * is the number that is in the array of {@code readNBytes}.
     *
     * @return a new stream; any number of threads and streams may read
     */
    InputStream inputStream();

    /**
     * Returns a view of this buffer like {@link #inputStream()} whose methods wait at most the given time for the first
     * byte, and then throw {@link java.nio.channels.InterruptedByTimeoutException}. Nothing is closed: the next call
     * may succeed. A method that reads several times, such as {@code readAllBytes}, loses what it had read.
     *
     * @param readTimeout how long to wait, more than zero
     * @return a new stream
     * @throws IllegalArgumentException if the time-out is zero or less
     * @throws NullPointerException if the time-out is null
     */
    InputStream inputStream(Duration readTimeout);

    /**
     * Returns a view of this buffer as a channel. Closing it closes the buffer, as {@link BytesBuffer#close()} does.
     *
     * <p>{@code read} throws {@link java.io.IOException} as the {@linkplain #inputStream() input stream} does. An
     * interrupt makes it throw {@link java.nio.channels.ClosedByInterruptException} with the interrupt status set: the
     * channel and with it the buffer is then closed. It throws {@link java.nio.channels.ClosedChannelException} if the
     * channel is closed, or {@link java.nio.channels.AsynchronousCloseException} if it is closed during the call. Like
     * the channels of the JDK, it throws {@link IllegalArgumentException} if the target is read-only.
     *
     * @return a new channel
     */
    ReadableByteChannel readableChannel();
}
