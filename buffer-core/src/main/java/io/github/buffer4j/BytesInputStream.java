package io.github.buffer4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/** The view of {@link BytesReader#inputStream()}. */
final class BytesInputStream extends InputStream {

    private final BytesBuffer buffer;
    private final long timeoutNanos;
    private volatile boolean closed;

    /**
     * Creates an open stream.
     *
     * @param buffer where bytes come from
     * @param timeoutNanos how long a call waits for the first byte
     */
    BytesInputStream(BytesBuffer buffer, long timeoutNanos) {
        this.buffer = buffer;
        this.timeoutNanos = timeoutNanos;
    }

    @Override
    public int read() throws IOException {
        requireOpen();
        try {
            int value = buffer.next(timeoutNanos);
            if (value == BytesBuffer.TIMED_OUT) {
                throw BytesFailures.timedOut(buffer, timeoutNanos);
            }
            return value;
        } catch (InterruptedException | BufferClosedException e) {
            throw BytesFailures.of(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : readRun(target, offset, length);
    }

    /* Skipped bytes count as read. */
    @Override
    public long skip(long n) throws IOException {
        return n <= 0 ? 0 : Math.max(0, readRun(Bytes.NOWHERE, 0, (int) Math.min(n, Integer.MAX_VALUE)));
    }

    private int readRun(Object target, int offset, int length) throws IOException {
        requireOpen();
        try {
            int n = buffer.readRun(target, offset, length, timeoutNanos);
            if (n == 0) {
                throw BytesFailures.timedOut(buffer, timeoutNanos);
            }
            return n;
        } catch (InterruptedException | BufferClosedException e) {
            throw BytesFailures.of(e);
        }
    }

    @Override
    public int readNBytes(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int read = 0;
        try {
            for (int n; read < length && (n = read(target, offset + read, length - read)) >= 0; ) {
                read += n;
            }
        } catch (InterruptedIOException e) {
            e.bytesTransferred = read;
            throw e;
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        requireOpen();
        return buffer.size();
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The stream is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        buffer.close();
        buffer.threads.leavesView();
    }
}
