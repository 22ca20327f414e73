package io.github.buffer4j.benchmark;

import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The number of MB per second, 1 byte per microsecond, that one thread writes to a pipe and another one reads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BytesHandOverBenchmark {

    private static final int BYTES = 1 << 24;
    private static final int CAPACITY = 1 << 16;
    private static final int PATIENCE_SECONDS = 60;

    /** The pipe, or MEMCPY: one thread that copies the bytes into an array of the same capacity and out of it. */
    @Param("BYTES_BUFFER")
    public String peer;

    /** The number of bytes per call. */
    @Param({"1", "64", "1024", "8192", "65536"})
    public int size;

    /** The other load on the processors. */
    @Param("IDLE")
    public Load load;

    private byte[] source;
    private byte[] target;
    private byte[] ring;
    private Computation computation;

    /** Creates the arrays and starts the computing threads. */
    @Setup
    public void open() {
        source = new byte[size];
        Arrays.fill(source, (byte) 7);
        target = new byte[size];
        ring = new byte[CAPACITY];
        computation = Computation.start(load);
    }

    /** Ends the computing threads. */
    @TearDown
    public void stop() throws InterruptedException {
        computation.close();
    }

    /** Transfers 16 MB through a new pipe. */
    @Benchmark
    @OperationsPerInvocation(BYTES)
    public long handOver() throws Exception {
        if ("MEMCPY".equals(peer)) {
            return copy();
        }
        BytesPipe pipe = BytesPeer.valueOf(peer).open(CAPACITY);
        FutureTask<Long> writing = new FutureTask<>(() -> write(pipe));
        FutureTask<Long> reading = new FutureTask<>(() -> read(pipe));
        Thread.ofPlatform().daemon().start(writing);
        Thread.ofPlatform().daemon().start(reading);
        long read = reading.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (writing.get(PATIENCE_SECONDS, TimeUnit.SECONDS) != read) {
            throw new IllegalStateException("read bytes with the sum " + read);
        }
        return read;
    }

    /* The sum of one byte of each call: the pipe is measured, not the sum. */
    private long write(BytesPipe pipe) throws Exception {
        for (int i = 0; i < BYTES; i += size) {
            if (size == 1) {
                pipe.write(7);
            } else {
                pipe.write(source);
            }
        }
        return 7L * BYTES;
    }

    private long read(BytesPipe pipe) throws Exception {
        long sum = 0;
        for (int i = 0; i < BYTES; ) {
            if (size == 1) {
                sum += pipe.read();
                i++;
            } else {
                int n = pipe.read(target);
                sum += (long) target[n - 1] * n;
                i += n;
            }
        }
        return sum;
    }

    private long copy() {
        long sum = 0;
        for (int i = 0; i < BYTES; i += size) {
            int slot = i % CAPACITY;
            System.arraycopy(source, 0, ring, slot, size);
            System.arraycopy(ring, slot, target, 0, size);
            sum += (long) target[size - 1] * size;
        }
        return sum;
    }
}
