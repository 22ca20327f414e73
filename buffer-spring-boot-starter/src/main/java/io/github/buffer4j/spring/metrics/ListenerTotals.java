package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Counts the retries, failures and redeliveries of one listener, and runs its calls as observations. Thread-safe. */
final class ListenerTotals implements ListenerObserver {

    private final ListenerSpec spec;
    private final @Nullable ObservedCalls calls;
    private final LongAdder retries = new LongAdder();
    private final LongAdder redelivered = new LongAdder();
    private final LongAdder leaseEnds = new LongAdder();
    private final Map<Outcome, LongAdder> failures = new EnumMap<>(Outcome.class);
    private final List<IntConsumer> batchSizes = new CopyOnWriteArrayList<>();
    private final List<Runnable> afterLastCalls = new CopyOnWriteArrayList<>();

    /**
     * Creates totals of 0.
     *
     * @param calls runs the calls; null if they are no observations
     */
    ListenerTotals(ListenerSpec spec, @Nullable ObservedCalls calls) {
        this.spec = spec;
        this.calls = calls;
        for (Outcome outcome : Outcome.values()) {
            failures.put(outcome, new LongAdder());
        }
    }

    @Override
    public boolean observesCalls() {
        return calls != null || hasBatches();
    }

    @Override
    public @Nullable Object call(List<?> items, Callable<@Nullable Object> call) throws Exception {
        if (hasBatches()) {
            batchSizes.forEach(sizes -> sizes.accept(items.size()));
        }
        if (calls == null) {
            return call.call();
        }
        try {
            return calls.run(spec, items, call);
        } finally {
            afterLastCalls.forEach(Runnable::run);
        }
    }

    @Override
    public void retried() {
        retries.increment();
    }

    @Override
    public void redelivered(int elements) {
        redelivered.add(elements);
    }

    @Override
    public void leaseEnded(int elements) {
        leaseEnds.add(elements);
    }

    @Override
    public void failed(Outcome outcome, int elements) {
        total(outcome).add(elements);
    }

    /** Returns whether the listener handles batches, which may have more than one element. */
    boolean hasBatches() {
        return spec.batch() > 1;
    }

    /** Returns the name of the observations; null if calls are no observations. */
    @Nullable
    String observationName() {
        return calls == null ? null : calls.name();
    }

    double retries() {
        return retries.sum();
    }

    double redelivered() {
        return redelivered.sum();
    }

    double leaseEnds() {
        return leaseEnds.sum();
    }

    double failures(Outcome outcome) {
        return total(outcome).sum();
    }

    /** Adds a receiver of the size of each batch. */
    void addBatchSizes(IntConsumer sizes) {
        batchSizes.add(sizes);
    }

    /** Removes a receiver of sizes. */
    void removeBatchSizes(IntConsumer sizes) {
        batchSizes.remove(sizes);
    }

    /** Runs an action now and after each later call, since a listener that was removed may still be in one. */
    void afterLastCalls(Runnable action) {
        afterLastCalls.add(action);
        action.run();
    }

    private LongAdder total(Outcome outcome) {
        return Objects.requireNonNull(failures.get(outcome));
    }
}
