package io.github.buffer4j.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * One measurement, in a process of its own. Its threads use a pipe until the process ends. They warm up on an idle
 * machine, so that the compiler has the processors it needs. Then the load starts, and some time later the measurement
 * window.
 */
abstract class Trial {

    /* A reader sums up its elements, so with ones the sum is their number. */
    static final Integer ELEMENT = 1;

    /** The elements per microsecond. */
    static final String RATE = "elements/µs";

    /** The processor time of the threads, for each element that arrives. */
    static final String PROCESSOR_TIME = "processor ns/element";

    /** The figure of a process that failed. */
    static final String FAILED = "failed";

    private static final int WARM_UP_MILLIS = 500;
    private static final int SETTLING_MILLIS = 200;

    /* Keeps the counters of different threads, and the array's length, in separate cache lines. */
    private static final int STRIDE = 16;

    private static final int MAX_COUNTERS = 256;

    /** The code of a thread. */
    interface Work {
        void run(Counter counter) throws Exception;
    }

    /** Counts the elements that one thread has read. */
    final class Counter {
        private final int index;
        private long count;

        private Counter(int index) {
            this.index = index;
        }

        void add(int elements) {
            count += elements;
            counts.setOpaque(index, count);
        }
    }

    private final AtomicLongArray counts = new AtomicLongArray((MAX_COUNTERS + 1) * STRIDE);
    private final List<Thread> threads = new ArrayList<>();

    /** Returns the length of the measurement window in milliseconds. */
    abstract int windowMillis();

    /** Returns the total duration in milliseconds. */
    final long millis() {
        return WARM_UP_MILLIS + SETTLING_MILLIS + windowMillis();
    }

    /** Creates the pipe and starts the threads. */
    abstract void start(Peer peer) throws Exception;

    /** Resets all measurements at the start of the window. */
    void begin() throws Exception {}

    /**
     * Adds the figures measured in the window.
     *
     * @param figures receives the figures
     * @param elements the number of elements that arrived, at least 1
     * @param nanos the length of the window
     */
    abstract void measured(Map<String, Double> figures, double elements, double nanos) throws Exception;

    final void run(Thread.Builder builder, Work work) {
        Counter counter = new Counter((threads.size() + 1) * STRIDE);
        threads.add(builder.start(() -> {
            try {
                work.run(counter);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    final void run(Work work) {
        run(Thread.ofPlatform().daemon(), work);
    }

    /** Measures and returns the figures by name. */
    final Map<String, Double> measure(Peer peer, Load load) throws Exception {
        start(peer);
        Thread.sleep(WARM_UP_MILLIS);
        try (Computation computation = Computation.start(load)) {
            Thread.sleep(SETTLING_MILLIS);
            ProcessorTime time = new ProcessorTime(threads);
            begin();
            long elements = -elements();
            long processorNanos = -time.nanos();
            long nanos = -System.nanoTime();
            Thread.sleep(windowMillis());
            elements += elements();
            processorNanos += time.nanos();
            nanos += System.nanoTime();
            Map<String, Double> figures = new LinkedHashMap<>();
            if (elements == 0) {
                figures.put(RATE, 0.0);
                return figures;
            }
            measured(figures, elements, nanos);
            figures.put(PROCESSOR_TIME, (double) processorNanos / elements);
            return figures;
        }
    }

    private long elements() {
        long sum = 0;
        for (int i = STRIDE; i < counts.length(); i += STRIDE) {
            sum += counts.getOpaque(i);
        }
        return sum;
    }
}
