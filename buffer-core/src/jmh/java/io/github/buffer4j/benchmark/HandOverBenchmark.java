package io.github.buffer4j.benchmark;

import java.util.concurrent.ThreadFactory;
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

/** The number of elements per second that are transferred from writers to readers, one by one or in bulk. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HandOverBenchmark {

    private static final int ELEMENTS = 1 << 20;

    /** The pipe. */
    @Param("BLOCK_BUFFER")
    public String peer;

    /** The number of threads and the capacity. */
    @Param("1+1@1024")
    public String shape;

    /** The number of elements per call. */
    @Param("1")
    public int batch;

    /** Platform threads or virtual ones. */
    @Param("platform")
    public String threads;

    /** The other load on the processors. */
    @Param("IDLE")
    public Load load;

    private Shape parsed;
    private Pipe pipe;
    private ThreadFactory factory;
    private Computation computation;

    /** Creates the pipe and starts the computing threads. */
    @Setup
    public void open() {
        parsed = Shape.of(shape);
        pipe = Peer.valueOf(peer).open(parsed);
        factory = HandOver.threads("virtual".equals(threads));
        computation = Computation.start(load);
    }

    /** Ends the computing threads. */
    @TearDown
    public void stop() throws InterruptedException {
        computation.close();
    }

    /** Transfers a million elements. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void handOver() throws Exception {
        HandOver.run(pipe, parsed, ELEMENTS, batch, factory);
    }
}
