package io.github.buffer4j.spring.event;

import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Publishes an event at the beginning of each burst of elements that a listener gives up. Thread-safe. */
final class FailureObserver implements ListenerObserver {

    private final ListenerSpec spec;
    private final ListenerObserver observer;
    private final BufferEvents events;
    private final LongSupplier clock;
    private final Map<Outcome, Burst> bursts = new EnumMap<>(Outcome.class);

    FailureObserver(ListenerSpec spec, ListenerObserver observer, BufferEvents events, LongSupplier clock) {
        this.spec = spec;
        this.observer = observer;
        this.events = events;
        this.clock = clock;
        for (Outcome outcome : Outcome.values()) {
            bursts.put(outcome, new Burst());
        }
    }

    @Override
    public @Nullable Object call(List<?> items, Callable<@Nullable Object> call) throws Exception {
        return observer.call(items, call);
    }

    @Override
    public boolean observesCalls() {
        return observer.observesCalls();
    }

    @Override
    public ListenerObserver unwrapped() {
        return observer;
    }

    @Override
    public void retried() {
        observer.retried();
    }

    @Override
    public void redelivered(int elements) {
        observer.redelivered(elements);
    }

    @Override
    public void leaseEnded(int elements) {
        observer.leaseEnded(elements);
    }

    @Override
    public void failed(Outcome outcome, int elements) {
        observer.failed(outcome, elements);
        if (Objects.requireNonNull(bursts.get(outcome)).begins(clock.getAsLong())) {
            if (outcome == Outcome.DEAD_LETTER) {
                publish(BufferEventKind.DEAD_LETTER, "buffer", spec.deadLetter());
            } else {
                publish(BufferEventKind.GIVEN_UP, "outcome", outcome.tag());
            }
        }
    }

    private void publish(BufferEventKind kind, String key, @Nullable String value) {
        events.publish(spec.buffer(), kind, BufferEvents.details(key, value, "listener", spec.id()));
    }
}
