package io.github.buffer4j;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a buffer in order. Runs come from and go to a {@code byte[]} or a {@link ByteBuffer}, whose position is
 * neither used nor changed; {@link #NOWHERE} is a target, too. Guarded by the buffer's lock.
 */
final class Bytes extends Contents {

    /** The target of bytes that are skipped. */
    static final Object NOWHERE = new Object();

    private static final byte[] NO_SLOTS = {};

    /* Bytes that have left are not cleared. */
    private byte[] bytes = NO_SLOTS;

    /**
     * Creates an empty storage.
     *
     * @param room how many slots there are
     * @param readerThreads records the threads that take bytes
     * @param writerThreads records the threads that append bytes
     * @param observers notified when bytes enter and leave, or null for none
     */
    Bytes(Room room, ReaderThreads readerThreads, WriterThreads writerThreads, @Nullable Observers observers) {
        super(room, readerThreads, writerThreads, observers);
    }

    /** Appends a byte. There must be room for it. */
    void append(byte value) {
        beforeEntry(1);
        bytes[slot(size())] = value;
        tail++;
        afterEntry();
    }

    /** Appends n bytes of a source, starting at an index. There must be room for them. */
    @Override
    void append(Object source, int offset, int n, @Nullable Object context) {
        beforeEntry(n);
        int slot = slot(size());
        int beforeEnd = beforeEnd(slot, n);
        store(source, offset, slot, beforeEnd);
        store(source, offset + beforeEnd, 0, n - beforeEnd);
        tail += n;
        afterEntry();
    }

    /** Removes and returns the oldest byte, for a reader. There must be one. */
    byte take() {
        beforeReading(1);
        byte value = bytes[first];
        first = slot(1);
        head++;
        afterReading();
        return value;
    }

    /** Returns the oldest byte. There must be one. */
    byte oldest() {
        return bytes[first];
    }

    @Override
    void copyOldest(Object target, int offset, int n) {
        int beforeEnd = beforeEnd(first, n);
        load(first, target, offset, beforeEnd);
        load(0, target, offset + beforeEnd, n - beforeEnd);
    }

    @Override
    void copyToArray(int newLength) {
        byte[] newBytes = new byte[newLength];
        copyOldest(newBytes, 0, size());
        bytes = newBytes;
    }

    @Override
    void clear(int slot, int n) {}

    @Override
    void forgetArray() {
        bytes = NO_SLOTS;
    }

    private void store(Object source, int offset, int slot, int n) {
        if (source instanceof byte[] array) {
            System.arraycopy(array, offset, bytes, slot, n);
        } else {
            ((ByteBuffer) source).get(offset, bytes, slot, n);
        }
    }

    private void load(int slot, Object target, int offset, int n) {
        if (target instanceof byte[] array) {
            System.arraycopy(bytes, slot, array, offset, n);
        } else if (target instanceof ByteBuffer buffer) {
            buffer.put(offset, bytes, slot, n);
        }
    }
}
