package io.github.buffer4j.spring.benchmark;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.metrics.ListenerObservations;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a listener that does nothing beside a loop that does nothing. Elements are written in runs of 100. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ListenerBenchmark {

    private static final int ELEMENTS = 100_000;
    private static final int RUN = 100;
    private static final int BATCH = 100;
    private static final Duration LINGER = Duration.ofMillis(1);

    /** What takes the elements. */
    public enum Consumer {
        /** A loop around {@code next}. */
        NEXT_LOOP,
        /** A listener of elements. */
        LISTENER,
        /** A listener of elements whose calls are observed and timed. */
        OBSERVED_LISTENER,
        /** A loop around {@code readBatch}. */
        BATCH_LOOP,
        /** A listener of batches. */
        BATCH_LISTENER
    }

    @Param
    public Consumer consumer = Consumer.NEXT_LOOP;

    /** Threads that keep the processors busy. */
    @Param({"0", "2"})
    public int load;

    private final BlockBuffer<Integer> buffer = new BlockBuffer<>(1024);
    private final Integer[] run = new Integer[RUN];
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable BufferListenerContainer container;
    private volatile boolean done;
    private long expected;

    /** Starts the consumer and the load. */
    @Setup
    public void start() {
        Arrays.setAll(run, i -> i);
        for (int i = 0; i < load; i++) {
            startThread(() -> {
                while (!done) {
                    Thread.onSpinWait();
                }
            });
        }
        BufferRegistry registry = new BufferRegistry(List.of());
        registry.register(new BufferEntry("numbers", buffer));
        BufferListeners listeners = new BufferListeners(registry, observers(), (container, state) -> {});
        switch (consumer) {
            case NEXT_LOOP -> startThread(this::loop);
            case BATCH_LOOP -> startThread(this::loopOverBatches);
            case LISTENER, OBSERVED_LISTENER ->
                container = listeners.register(
                        ListenerSpec.builder("listener", "numbers").build(), element -> null);
            case BATCH_LISTENER ->
                container = listeners.registerBatch(
                        ListenerSpec.builder("listener", "numbers")
                                .batch(BATCH, LINGER)
                                .build(),
                        batch -> null);
        }
        if (container != null) {
            container.start();
        }
    }

    private Function<ListenerSpec, ListenerObserver> observers() {
        if (consumer != Consumer.OBSERVED_LISTENER) {
            return spec -> ListenerObserver.NONE;
        }
        ObservationRegistry observations = ObservationRegistry.create();
        observations
                .observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
        return new ListenerObservations(() -> observations, () -> null)::create;
    }

    private void startThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private void loop() {
        try {
            for (Integer element = buffer.next(); element != null; element = buffer.next()) {}
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loopOverBatches() {
        try {
            for (List<Integer> batch = buffer.readBatch(BATCH, LINGER);
                    !batch.isEmpty();
                    batch = buffer.readBatch(BATCH, LINGER)) {}
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Passes elements to the consumer. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public void handOver() throws InterruptedException {
        for (int i = 0; i < ELEMENTS; i += RUN) {
            buffer.write(run);
        }
        expected += ELEMENTS;
        while (buffer.stats().read() < expected) {
            Thread.onSpinWait();
        }
    }

    /** Stops everything. */
    @TearDown
    public void stop() throws InterruptedException {
        done = true;
        buffer.closeWrite();
        for (Thread thread : threads) {
            thread.join();
        }
        if (container != null) {
            container.stop(Duration.ofSeconds(10));
        }
    }
}
