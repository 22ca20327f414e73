package io.github.buffer4j.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The time in which a single thread writes an element and reads it, without contention. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PairBenchmark {

    private static final Integer ELEMENT = 1;

    /** The pipe. */
    @Param("BLOCK_BUFFER")
    public String peer;

    private Pipe pipe;

    /** Creates the pipe. */
    @Setup
    public void open() {
        pipe = Peer.valueOf(peer).open(new Shape(1, 1, 1024));
    }

    /** Writes and reads an element. */
    @Benchmark
    public Integer pair() throws Exception {
        pipe.put(ELEMENT);
        return pipe.take();
    }
}
