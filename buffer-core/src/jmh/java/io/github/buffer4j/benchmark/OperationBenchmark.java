package io.github.buffer4j.benchmark;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.RingBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The time of each operation in a single thread and, with the profiler {@code gc}, its allocation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OperationBenchmark {

    private static final int CAPACITY = 1024;
    private static final Integer ELEMENT = 1;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** The kinds of buffer. */
    public enum Kind {
        /** A block buffer. */
        BLOCK,
        /** A ring buffer. */
        RING,
        /** A growable buffer. */
        GROWABLE
    }

    /** The kind of buffer. */
    @Param
    public Kind kind;

    private final Integer[] elements = new Integer[64];
    private final Integer[] target = new Integer[64];
    private final List<Integer> drained = new ArrayList<>();
    private Buffer<Integer> buffer;
    private Buffer<Integer> full;

    /** Creates a half-full buffer and a full one. */
    @Setup
    public void fill() throws InterruptedException {
        Arrays.fill(elements, ELEMENT);
        buffer = create();
        full = create();
        for (int i = 0; i < CAPACITY / 64; i++) {
            full.write(elements);
            if (i % 2 == 0) {
                buffer.write(elements);
            }
        }
    }

    private Buffer<Integer> create() {
        return switch (kind) {
            case BLOCK -> new BlockBuffer<>(CAPACITY);
            case RING -> new RingBuffer<>(CAPACITY);
            case GROWABLE -> Buffer.<Integer>builder().growable(16, CAPACITY);
        };
    }

    /** Writes and reads one element. */
    @Benchmark
    public Integer addAndNext() throws InterruptedException {
        buffer.add(ELEMENT);
        return buffer.next();
    }

    /** Offers and polls one element. */
    @Benchmark
    public Integer offerAndPoll() {
        buffer.offer(ELEMENT);
        return buffer.poll();
    }

    /** Offers and polls one element with a time-out. */
    @Benchmark
    public Integer timedOfferAndPoll() throws InterruptedException {
        buffer.offer(ELEMENT, TIMEOUT);
        return buffer.poll(TIMEOUT);
    }

    /** Writes and reads 64 elements. */
    @Benchmark
    public int writeAndRead() throws InterruptedException {
        buffer.write(elements);
        return buffer.read(target, 0, target.length);
    }

    /** Offers and discards 64 elements. */
    @Benchmark
    public int bulkOfferAndDiscard() {
        buffer.offer(elements, 0, elements.length);
        return buffer.discard(elements.length);
    }

    /** Offers one element and resets the buffer. */
    @Benchmark
    public int offerAndReset() {
        full.offer(ELEMENT);
        return full.reset();
    }

    /** Writes 64 elements and drains them to a list. */
    @Benchmark
    public int writeAndDrainTo() throws InterruptedException {
        drained.clear();
        buffer.write(elements);
        return buffer.drainTo(drained, elements.length);
    }

    /** Writes 64 elements and reads them as a list. */
    @Benchmark
    public List<Integer> writeAndReadBatch() throws InterruptedException {
        buffer.write(elements);
        return buffer.readBatch(elements.length, Duration.ZERO);
    }

    /** Returns the oldest element. */
    @Benchmark
    public Integer peek() {
        return buffer.peek();
    }

    /** Returns the size. */
    @Benchmark
    public int size() {
        return buffer.size();
    }

    /** Returns the state. */
    @Benchmark
    public BufferState state() {
        return buffer.state();
    }

    /** Returns the statistics. */
    @Benchmark
    public BufferStats stats() {
        return buffer.stats();
    }
}
