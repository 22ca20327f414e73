package io.github.buffer4j.benchmark;

import com.google.common.collect.EvictingQueue;
import com.google.common.collect.Queues;
import io.github.buffer4j.RingBuffer;
import io.github.resilience4j.circularbuffer.ConcurrentCircularFifoBuffer;
import java.util.Collections;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.apache.commons.collections4.queue.CircularFifoQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** How long a write takes into a full ring that nobody reads: it overwrites. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OverwriteBenchmark {

    private static final int CAPACITY = 1024;
    private static final Integer ELEMENT = 1;

    /** Those who overwrite. */
    public enum Ring {
        /** One at a time, as the peers. */
        RING_BUFFER,
        /** Guava's, under a lock. */
        EVICTING_QUEUE,
        /** That of Commons Collections, under a lock. */
        CIRCULAR_FIFO_QUEUE,
        /** That of resilience4j. */
        RESILIENCE4J
    }

    /** Who overwrites. */
    @Param
    public Ring ring;

    private interface Write {
        void accept(Integer element) throws InterruptedException;
    }

    private Write write;

    /** Creates the ring and fills it. */
    @Setup
    public void fill() throws InterruptedException {
        write = switch (ring) {
            case RING_BUFFER -> new RingBuffer<Integer>(CAPACITY)::add;
            case EVICTING_QUEUE -> {
                Queue<Integer> queue = Queues.synchronizedQueue(EvictingQueue.create(CAPACITY));
                yield queue::add;
            }
            case CIRCULAR_FIFO_QUEUE -> {
                var queue = Collections.synchronizedCollection(new CircularFifoQueue<Integer>(CAPACITY));
                yield queue::add;
            }
            case RESILIENCE4J -> new ConcurrentCircularFifoBuffer<Integer>(CAPACITY)::add;
        };
        for (int i = 0; i < CAPACITY; i++) {
            write.accept(ELEMENT);
        }
    }

    /** Writes one. */
    @Benchmark
    public void overwrite() throws InterruptedException {
        write.accept(ELEMENT);
    }

    /** Writes one, while three others do the same. */
    @Benchmark
    @Threads(4)
    public void overwriteByFour() throws InterruptedException {
        write.accept(ELEMENT);
    }
}
