package io.github.buffer4j.benchmark;

import io.github.buffer4j.GrowableBuffer;
import java.util.concurrent.LinkedBlockingQueue;
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
import org.openjdk.jol.info.GraphLayout;

/**
 * The time that it takes to write and read an element when a container grows with a burst of elements and shrinks
 * afterwards. Prints the bytes per element at the peak of the burst, without the element itself, and the bytes that
 * remain after it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrowthBenchmark {

    private static final int ELEMENTS = 10_000_000;
    private static final Integer ELEMENT = 1;

    /** The containers that grow. */
    public enum Growing {
        /** A growable buffer without a maximum capacity. */
        GROWABLE_BUFFER,
        /** A linked queue without a bound. */
        LINKED_BLOCKING_QUEUE
    }

    /** The container. */
    @Param
    public Growing growing;

    /** The number of elements of a burst. */
    @Param({"1000", "10000", "100000", "1000000", "10000000"})
    public int burst;

    private Pipe pipe;

    /** Creates the container and measures its memory. */
    @Setup
    public void measure() throws Exception {
        Object root;
        if (growing == Growing.GROWABLE_BUFFER) {
            GrowableBuffer<Integer> buffer = new GrowableBuffer<>();
            root = buffer;
            pipe = new BufferPipe(buffer);
        } else {
            LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
            root = queue;
            pipe = new QueuePipe(queue);
        }
        long empty = GraphLayout.parseInstance(root).totalSize();
        for (int i = 0; i < burst; i++) {
            pipe.put(ELEMENT);
        }
        long full = GraphLayout.parseInstance(root).totalSize();
        for (int i = 0; i < burst; i++) {
            pipe.take();
        }
        long drained = GraphLayout.parseInstance(root).totalSize();
        System.out.printf(
                "%s, burst of %d: %.2f bytes per element, %d bytes empty, %d after the burst%n",
                growing, burst, (double) (full - empty) / burst, empty, drained);
    }

    /** Writes and reads bursts until ten million elements were transferred. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void bursts() throws Exception {
        for (int done = 0; done < ELEMENTS; done += burst) {
            for (int i = 0; i < burst; i++) {
                pipe.put(ELEMENT);
            }
            for (int i = 0; i < burst; i++) {
                pipe.take();
            }
        }
    }
}
