package io.github.buffer4j;

import java.io.EOFException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A single-threaded model of a buffer of bytes: a {@link BufferModel} whose elements are the bytes. Where a thread
 * would wait, it throws {@link BufferModelState.WouldWait} and changes nothing. The views have tests of their own.
 */
final class BytesModel implements BytesWriter, BytesReader {

    final BufferModel elements;

    BytesModel(Kind kind, int capacity) {
        elements = new BufferModel(kind, capacity, (element, reason) -> {});
    }

    // Writing

    @Override
    public void add(byte value) {
        elements.add(Byte.toUnsignedInt(value));
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        elements.write(boxed(source), offset, length);
    }

    @Override
    public void write(ByteBuffer source) {
        byte[] run = remaining(source);
        write(run, 0, run.length);
        source.position(source.limit());
    }

    @Override
    public int offer(byte[] source, int offset, int length) {
        return elements.offer(boxed(source), offset, length);
    }

    @Override
    public int offer(byte[] source, int offset, int length, Duration timeout) {
        Objects.checkFromIndexSize(offset, length, source.length);
        boolean waits = elements.kind == Kind.BLOCK && isPositive(timeout) && elements.state == BufferState.OPEN;
        if (waits && elements.capacity - elements.size() < length) {
            throw new BufferModelState.WouldWait();
        }
        return offer(source, offset, length);
    }

    @Override
    public int offer(ByteBuffer source) {
        return offer(source, Duration.ZERO);
    }

    @Override
    public int offer(ByteBuffer source, Duration timeout) {
        byte[] run = remaining(source);
        int n = offer(run, 0, run.length, timeout);
        source.position(source.position() + n);
        return n;
    }

    @Override
    public boolean closeWrite() {
        return elements.closeWrite();
    }

    @Override
    public boolean closeWrite(Throwable cause) {
        return elements.closeWrite(cause);
    }

    private static boolean isPositive(Duration timeout) {
        return !timeout.isZero() && !timeout.isNegative();
    }

    private static byte[] remaining(ByteBuffer source) {
        byte[] run = new byte[source.remaining()];
        source.duplicate().get(run);
        return run;
    }

    private static Integer[] boxed(byte[] bytes) {
        Integer[] boxed = new Integer[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return boxed;
    }

    // Reading

    @Override
    public int next() {
        return Objects.requireNonNullElse(elements.next(), -1);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Integer[] taken = new Integer[target.length];
        int n = elements.read(taken, offset, length);
        for (int i = offset; i < offset + n; i++) {
            target[i] = taken[i].byteValue();
        }
        return n;
    }

    @Override
    public int read(byte[] target, int offset, int length, Duration timeout) {
        boolean timesOut = elements.state == BufferState.OPEN && elements.size() == 0 && !isPositive(timeout);
        return read(target, offset, timesOut ? 0 : length);
    }

    @Override
    public int read(ByteBuffer target) {
        return read(target, Duration.ofDays(1));
    }

    @Override
    public int read(ByteBuffer target, Duration timeout) {
        if (target.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        byte[] taken = new byte[target.remaining()];
        int n = read(taken, 0, taken.length, timeout);
        target.put(taken, 0, Math.max(0, n));
        return n;
    }

    @Override
    public void readFully(byte[] target, int offset, int length) throws EOFException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (elements.state == BufferState.OPEN && elements.size() < length) {
            throw new BufferModelState.WouldWait();
        }
        int n = length == 0 || elements.size() == 0 ? 0 : read(target, offset, length);
        if (n < length) {
            elements.requireCleanEnd();
            throw new EOFException("The stream ended after " + n + " of " + length + " bytes");
        }
    }

    @Override
    public int peek() {
        return Objects.requireNonNullElse(elements.peek(), -1);
    }

    @Override
    public int peek(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        byte[] all = snapshot();
        int n = Math.min(length, all.length);
        System.arraycopy(all, 0, target, offset, n);
        return n;
    }

    @Override
    public byte[] snapshot() {
        List<Integer> all = elements.snapshot();
        byte[] bytes = new byte[all.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = all.get(i).byteValue();
        }
        return bytes;
    }

    @Override
    public int discard(int max) {
        return elements.discard(max);
    }

    // Views

    @Override
    public <X extends Exception> void produce(Producer<X> producer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OutputStream outputStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WritableByteChannel writableChannel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream inputStream() {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream inputStream(Duration readTimeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ReadableByteChannel readableChannel() {
        throw new UnsupportedOperationException();
    }
}
