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

/** The time of a write to a full ring without readers, which overwrites an element. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OverwriteBenchmark {

    private static final int CAPACITY = 1024;
    private static final Integer ELEMENT = 1;

    /** The rings that are compared. */
    public enum Ring {
        /** The ring buffer of this project, one element at a time. */
        RING_BUFFER,
        /** The evicting queue of Guava, guarded by a lock. */
        EVICTING_QUEUE,
        /** The circular queue of Commons Collections, guarded by a lock. */
        CIRCULAR_FIFO_QUEUE,
        /** The ring buffer of resilience4j. */
        RESILIENCE4J
    }

    /** The ring. */
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

    /** Writes one element. */
    @Benchmark
    public void overwrite() throws InterruptedException {
        write.accept(ELEMENT);
    }

    /** Writes one element while three other threads do the same. */
    @Benchmark
    @Threads(4)
    public void overwriteByFour() throws InterruptedException {
        write.accept(ELEMENT);
    }
}
