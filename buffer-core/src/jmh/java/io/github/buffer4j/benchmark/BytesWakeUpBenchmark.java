package io.github.buffer4j.benchmark;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The time from a read that frees half of a full pipe until the writer that waits for room has returned. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class BytesWakeUpBenchmark {

    private static final int CAPACITY = 1 << 16;

    /** The pipe. */
    @Param("BYTES_BUFFER")
    public String peer;

    /** The other load on the processors. */
    @Param("IDLE")
    public Load load;

    private final byte[] target = new byte[CAPACITY / 2];
    private BytesPipe pipe;
    private Thread writer;
    private Computation computation;
    private volatile boolean written;

    /** Starts the computing threads. */
    @Setup
    public void start() {
        computation = Computation.start(load);
    }

    /** Ends the computing threads. */
    @TearDown
    public void stop() throws InterruptedException {
        computation.close();
    }

    /** Fills a pipe, and starts a writer that waits for room. */
    @Setup(Level.Invocation)
    public void fill() throws Exception {
        pipe = BytesPeer.valueOf(peer).open(CAPACITY);
        pipe.write(new byte[CAPACITY]);
        written = false;
        writer = Thread.ofPlatform().daemon().start(this::write);
        while (writer.getState() != Thread.State.WAITING && writer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }

    private void write() {
        try {
            pipe.write(1);
            written = true;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads half of the bytes, and waits until the writer has returned. */
    @Benchmark
    public int wakeUp() throws Exception {
        int n = pipe.read(target);
        while (!written) {
            Thread.onSpinWait();
        }
        return n;
    }

    /** Ends the writer. */
    @TearDown(Level.Invocation)
    public void join() throws InterruptedException, IOException {
        writer.join();
    }
}
