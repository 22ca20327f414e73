package io.github.buffer4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32;

/**
 * Three writers that make a fixed number of random calls, some readers and a thread that interrupts them and changes
 * the capacity share a buffer of bytes until its stream ends. The two high bits of each byte are the number of its
 * writer, the others count the writer's bytes.
 */
final class BytesStressRun {

    static final int WRITERS = 3;
    private static final int CALLS_PER_DISTURBANCE = 20;

    private final BytesBuffer buffer;
    private final String text;
    private final int capacity;
    private final int calls;
    private final Random random;
    private final List<BytesStressWriter> writers = new ArrayList<>();
    private final List<BytesStressReader> readers = new ArrayList<>();
    private final Semaphore disturbancesDue = new Semaphore(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    BytesStressRun(Kind kind, int capacity, int readerCount, int calls, long seed) {
        this.text = "%s(%d) with %d readers and seed %d".formatted(kind, capacity, readerCount, seed);
        this.buffer = kind.bytes(capacity);
        this.capacity = capacity;
        this.calls = calls;
        this.random = new Random(seed);
        int maxRun = Math.min(8 + 2 * capacity, 10_000);
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new BytesStressWriter(buffer, i, maxRun, new Random(random.nextLong())));
        }
        for (int i = 0; i < readerCount; i++) {
            readers.add(new BytesStressReader(buffer, maxRun, new Random(random.nextLong())));
        }
    }

    /** Runs until the end of the stream, and fails if a thread does. */
    BytesStressRun finish() throws InterruptedException {
        List<Thread> reading = new ArrayList<>();
        readers.forEach(reader -> reading.add(start(reader::readToTheEnd)));
        List<Thread> writing = new ArrayList<>();
        writers.forEach(writer -> writing.add(start(() -> write(writer))));
        List<Thread> victims = new ArrayList<>(writing);
        victims.addAll(reading);
        Thread disturber = start(() -> disturb(victims));
        join(writing);
        join(List.of(disturber));
        buffer.closeWrite();
        join(reading);
        require(failure.get() == null, "no thread fails");
        return this;
    }

    private void write(BytesStressWriter writer) throws Exception {
        for (int call = 1; call <= calls; call++) {
            if (call % CALLS_PER_DISTURBANCE == 0) {
                disturbancesDue.release();
            }
            writer.write();
        }
    }

    private void disturb(List<Thread> victims) {
        for (int i = 0; i < WRITERS * (calls / CALLS_PER_DISTURBANCE); i++) {
            disturbancesDue.acquireUninterruptibly();
            victims.get(random.nextInt(victims.size())).interrupt();
            buffer.resize(1 + random.nextInt(2 * capacity));
        }
    }

    private Thread start(Call.Action work) {
        Thread thread = Call.newThread(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
                buffer.closeWithError(e);
            }
        });
        thread.start();
        return thread;
    }

    private void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(10 * Patience.LIMIT.toMillis());
            require(!thread.isAlive(), "no thread is stuck: " + Arrays.toString(thread.getStackTrace()));
        }
    }

    private void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(text + ": " + what, failure.get());
        }
    }

    /** Fails unless the totals of the buffer are those of the threads. */
    void requireTotals() {
        BufferStats stats = buffer.stats();
        long written = writers.stream().mapToLong(writer -> writer.written).sum();
        long read = readers.stream().mapToLong(reader -> reader.bytes.size()).sum();
        require(stats.written() == written && written > 0, "written: " + written + ", " + stats);
        require(stats.read() == read, "read: " + read + ", " + stats);
        require(stats.written() == stats.read() + stats.overwritten() + stats.discarded(), "sum: " + stats);
        require(stats.state() == BufferState.DRAINED && stats.size() == 0, "drained: " + stats);
    }

    /** Fails unless the readers have read each byte once, in whatever order. */
    void requireEachByteOnce() {
        long[] expected = new long[256];
        writers.forEach(writer -> writer.count(expected));
        long[] actual = new long[256];
        for (BytesStressReader reader : readers) {
            for (byte value : reader.bytes.toByteArray()) {
                actual[Byte.toUnsignedInt(value)]++;
            }
        }
        require(Arrays.equals(expected, actual), "each byte was read once");
    }

    /** Fails unless the only reader has read what each writer wrote, in its order and with runs in one piece. */
    void requireOrderAndWholeRuns() {
        CRC32[] checksums = new CRC32[WRITERS];
        Arrays.setAll(checksums, i -> new CRC32());
        int[] run = new int[WRITERS];
        int current = 0;
        int left = 0;
        for (byte value : readers.get(0).bytes.toByteArray()) {
            int writer = Byte.toUnsignedInt(value) >> 6;
            if (left == 0) {
                current = writer;
                left = writers.get(writer).runs.get(run[writer]++);
            }
            require(writer == current, "no byte of " + writer + " within a run of " + current);
            checksums[writer].update(value);
            left--;
        }
        for (int i = 0; i < WRITERS; i++) {
            require(checksums[i].getValue() == writers.get(i).checksum.getValue(), "the checksum of writer " + i);
        }
    }
}
