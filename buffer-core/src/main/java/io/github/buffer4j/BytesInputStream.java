package io.github.buffer4j;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.InterruptedByTimeoutException;
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
                throw new InterruptedByTimeoutException();
            }
            return value;
        } catch (InterruptedException e) {
            throw BytesFailures.interrupted(e);
        } catch (BufferClosedException e) {
            throw BytesFailures.ended(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        requireOpen();
        if (length == 0) {
            return 0;
        }
        try {
            int n = buffer.readRun(target, offset, length, timeoutNanos);
            if (n == 0) {
                throw new InterruptedByTimeoutException();
            }
            return n;
        } catch (InterruptedException e) {
            throw BytesFailures.interrupted(e);
        } catch (BufferClosedException e) {
            throw BytesFailures.ended(e);
        }
    }

    /* The first byte is read, since only a read waits and sees the end. */
    @Override
    public long skip(long n) throws IOException {
        if (n <= 0 || read() < 0) {
            return 0;
        }
        return 1L + buffer.discard((int) Math.min(n - 1, Integer.MAX_VALUE));
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
    }
}
