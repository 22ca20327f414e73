package io.github.buffer4j;

import static io.github.buffer4j.RelayCondition.FOREVER;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A buffer of bytes: a pipe between threads, or a sliding window over a stream. It behaves like the {@link Buffer} of
 * the same kind, with bytes for elements, and stores them in an array of bytes: nothing is boxed, and no call allocates
 * memory except while the storage grows.
 *
 * <pre>{@code
 * BytesBuffer pipe = BytesBuffer.block(64 * 1024);
 * executor.submit(() -> {
 *     pipe.produce(out -> report.writeTo(out)); // if it throws, so does the reader
 *     return null;
 * });
 * try (InputStream in = pipe.inputStream()) { // closing it makes the writer fail
 *     upload(in);
 * }
 * }</pre>
 *
 * <p>Unlike the pipe of {@code java.io}, it does not depend on which threads write and read, or on whether they are
 * alive; both ends may be used by any number of threads. {@link #produce} distinguishes a producer that failed from
 * one that is done.
 *
 * <p>States, closing, interrupts, the order of what is written, and memory effects are those of {@link Buffer}. {@link
 * BufferStats} counts bytes. Ages, contexts and listeners for each dropped element do not exist for bytes; bytes that
 * were dropped are counted. Bytes that have left are not cleared from memory before others take their place.
 *
 * @see BytesWriter
 * @see BytesReader
 * @since 0.1.0
 */
public final class BytesBuffer extends AbstractStreamingBuffer implements BytesWriter, BytesReader {

    /** The result of {@link #next(long)} on time-out. */
    static final int TIMED_OUT = -2;

    /* The contents, by their type. */
    private final Bytes bytes;

    BytesBuffer(Options options, BufferKind kind, Contents.Room room) {
        super(options, kind, "byte", null, room, Bytes::new);
        this.bytes = (Bytes) contents;
    }

    /**
     * Creates a buffer whose writers wait while it is full, without options.
     *
     * @param capacity how many bytes fit, 1 to 1,073,741,824
     * @return a new buffer, open and empty
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public static BytesBuffer block(int capacity) {
        return builder().block(capacity);
    }

    /**
     * Creates a buffer that overwrites its oldest bytes when it is full, without options.
     *
     * @param capacity how many bytes fit, 1 to 1,073,741,824
     * @return a new buffer, open and empty
     * @throws IllegalArgumentException if the capacity is out of range
     */
    public static BytesBuffer ring(int capacity) {
        return builder().ring(capacity);
    }

    /**
     * Creates a buffer that grows when it is full, without options and without a maximum capacity.
     *
     * @return a new buffer, open and empty
     */
    public static BytesBuffer growable() {
        return builder().growable();
    }

    /**
     * Returns a builder for buffers with options.
     *
     * @return a new builder
     */
    public static BytesBufferBuilder builder() {
        return new BytesBufferBuilder();
    }

    // Writing

    @Override
    public void add(byte value) throws InterruptedException {
        boolean open;
        acquireInterruptibly();
        try {
            if (state == BufferState.OPEN && (room() > 0 || awaitAdmission(1, FOREVER, false) == 1)) {
                bytes.append(value);
                return;
            }
            reject(1);
            open = state == BufferState.OPEN;
        } finally {
            unlock();
        }
        throw refusal(open, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, source.length);
        if (length > 0) {
            writeRun(source, offset, length, null);
        }
    }

    @Override
    public void write(ByteBuffer source) throws InterruptedException {
        int length = source.remaining();
        if (length == 0) {
            return;
        }
        int written = 0;
        try {
            writeRun(source, source.position(), length, null);
            written = length;
        } catch (BufferClosedException e) {
            written = e.written();
            throw e;
        } catch (InterruptedWriteException e) {
            written = e.written();
            throw e;
        } finally {
            advance(source, written);
        }
    }

    @Override
    public int offer(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return length == 0 ? 0 : offerRun(source, offset, length, null);
    }

    @Override
    public int offer(byte[] source, int offset, int length, Duration timeout) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, source.length);
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        return length == 0 ? 0 : offerRun(source, offset, length, nanos);
    }

    @Override
    public int offer(ByteBuffer source) {
        int length = source.remaining();
        return length == 0 ? 0 : advance(source, offerRun(source, source.position(), length, null));
    }

    @Override
    public int offer(ByteBuffer source, Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        int length = source.remaining();
        if (length == 0) {
            return 0;
        }
        try {
            return advance(source, offerRun(source, source.position(), length, nanos));
        } catch (InterruptedWriteException e) {
            advance(source, e.written());
            throw e;
        }
    }

    private static int advance(ByteBuffer buffer, int n) {
        if (n > 0) {
            buffer.position(buffer.position() + n);
        }
        return n;
    }

    @Override
    public <X extends Exception> void produce(Producer<X> producer) throws X {
        Objects.requireNonNull(producer, "producer");
        BytesOutputStream out = new BytesOutputStream(this, () -> {});
        try {
            producer.writeTo(out);
        } catch (Throwable e) {
            closeWrite(e);
            throw e;
        } finally {
            out.close();
        }
        IOException failure = out.failure();
        if (failure == null) {
            closeWrite();
        } else {
            closeWrite(failure);
        }
    }

    @Override
    public OutputStream outputStream() {
        return new BytesOutputStream(this, this::closeWrite);
    }

    @Override
    public WritableByteChannel writableChannel() {
        return new BytesWritableChannel(this);
    }

    // Reading

    @Override
    public int next() throws InterruptedException {
        return next(FOREVER);
    }

    /** Reads one byte, waiting at most the given time for it. */
    int next(long nanos) throws InterruptedException {
        acquireInterruptibly();
        try {
            if (awaitElement(nanos)) {
                byte value = bytes.take();
                endIfDrained();
                return Byte.toUnsignedInt(value);
            }
            if (state == BufferState.OPEN) {
                return TIMED_OUT;
            }
            if (hasEndedCleanly()) {
                return -1;
            }
        } finally {
            unlock();
        }
        throw endedByError();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : readRun(target, offset, length, FOREVER);
    }

    @Override
    public int read(byte[] target, int offset, int length, Duration timeout) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, target.length);
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        return length == 0 ? 0 : readRun(target, offset, length, nanos);
    }

    @Override
    public int read(ByteBuffer target) throws InterruptedException {
        return read(target, FOREVER);
    }

    @Override
    public int read(ByteBuffer target, Duration timeout) throws InterruptedException {
        return read(target, TimeUnit.NANOSECONDS.convert(timeout));
    }

    private int read(ByteBuffer target, long nanos) throws InterruptedException {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        int length = target.remaining();
        return length == 0 ? 0 : advance(target, readRun(target, target.position(), length, nanos));
    }

    @Override
    public void readFully(byte[] target, int offset, int length) throws InterruptedException, EOFException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int read = 0;
        try {
            for (int n; read < length; read += n) {
                n = readRun(target, offset + read, length - read, FOREVER);
                if (n < 0) {
                    throw new EOFException("The stream ended after " + read + " of " + length + " bytes");
                }
            }
        } catch (InterruptedException e) {
            throw (InterruptedException) new InterruptedReadException(read, length).initCause(e);
        }
    }

    @Override
    public int peek() {
        lock.lock();
        try {
            return bytes.isEmpty() ? -1 : Byte.toUnsignedInt(bytes.oldest());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int peek(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        lock.lock();
        try {
            int n = Math.min(length, bytes.size());
            bytes.copyOldest(target, offset, n);
            return n;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte[] snapshot() {
        lock.lock();
        try {
            byte[] copy = new byte[bytes.size()];
            bytes.copyOldest(copy, 0, copy.length);
            return copy;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public InputStream inputStream() {
        return new BytesInputStream(this, FOREVER);
    }

    @Override
    public InputStream inputStream(Duration readTimeout) {
        long nanos = TimeUnit.NANOSECONDS.convert(readTimeout);
        if (nanos <= 0) {
            throw new IllegalArgumentException("readTimeout must be more than zero, but is " + readTimeout);
        }
        return new BytesInputStream(this, nanos);
    }

    @Override
    public ReadableByteChannel readableChannel() {
        return new BytesReadableChannel(this);
    }
}
