package io.github.buffer4j;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The view of {@link BytesWriter#outputStream()}. */
final class BytesOutputStream extends OutputStream {

    private final BytesBuffer buffer;
    private final Runnable onClose;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    /**
     * Creates an open stream.
     *
     * @param buffer where bytes go
     * @param onClose is called when the stream is closed for the first time
     */
    BytesOutputStream(BytesBuffer buffer, Runnable onClose) {
        this.buffer = buffer;
        this.onClose = onClose;
    }

    @Override
    public void write(int b) throws IOException {
        requireOpen();
        try {
            buffer.add((byte) b);
        } catch (InterruptedException | BufferClosedException | BufferFullException e) {
            throw failed(BytesFailures.of(e));
        }
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        requireOpen();
        try {
            buffer.write(source, offset, length);
        } catch (InterruptedException | BufferClosedException | BufferFullException e) {
            throw failed(BytesFailures.of(e));
        }
    }

    private IOException failed(IOException e) {
        failure = e;
        return e;
    }

    /** Returns why the last write failed, if it did: wrappers such as {@link java.io.PrintStream} hide it. */
    @Nullable
    IOException failure() {
        return failure;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The stream is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
