package io.github.buffer4j.benchmark;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit for a pipe between two threads: one writer and one reader copy bytes into an array and out of it, at the
 * same time where they can, and spin where they cannot. There is no lock, no close and no waiting.
 */
final class CopyingPipe implements BytesPipe {

    private final byte[] ring;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    CopyingPipe(int capacity) {
        ring = new byte[capacity];
    }

    @Override
    public void write(int value) {
        long to = tail.getPlain();
        while (to - head.getAcquire() == ring.length) {
            Thread.onSpinWait();
        }
        ring[(int) (to % ring.length)] = (byte) value;
        tail.setRelease(to + 1);
    }

    @Override
    public void write(byte[] source) {
        for (int i = 0; i < source.length; ) {
            long to = tail.getPlain();
            int slot = (int) (to % ring.length);
            int n;
            while ((n = (int) (ring.length - (to - head.getAcquire()))) == 0) {
                Thread.onSpinWait();
            }
            n = Math.min(Math.min(n, source.length - i), ring.length - slot);
            System.arraycopy(source, i, ring, slot, n);
            tail.setRelease(to + n);
            i += n;
        }
    }

    @Override
    public int read() {
        long from = head.getPlain();
        while (tail.getAcquire() == from) {
            Thread.onSpinWait();
        }
        int value = ring[(int) (from % ring.length)] & 0xff;
        head.setRelease(from + 1);
        return value;
    }

    @Override
    public int read(byte[] target) {
        long from = head.getPlain();
        int slot = (int) (from % ring.length);
        int n;
        while ((n = (int) (tail.getAcquire() - from)) == 0) {
            Thread.onSpinWait();
        }
        n = Math.min(Math.min(n, target.length), ring.length - slot);
        System.arraycopy(ring, slot, target, 0, n);
        head.setRelease(from + n);
        return n;
    }
}
