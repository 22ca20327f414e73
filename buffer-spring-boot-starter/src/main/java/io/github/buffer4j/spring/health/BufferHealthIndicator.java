package io.github.buffer4j.spring.health;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferInspection;
import io.github.buffer4j.spring.BufferMonitor;
import io.github.buffer4j.spring.BufferRegistryListener;
import io.github.buffer4j.spring.EndOptions;
import io.github.buffer4j.spring.HealthOptions;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of all buffers of a registry: {@code DOWN} if one of them has a problem, {@code UP} otherwise. The details
 * have the status, the problems and the numbers of each buffer by its name, and never an element.
 *
 * <p>A buffer is {@code DOWN} if it was closed with an error, if it has had elements and no reader for too long, if it
 * has been full for too long, if its oldest element is too old, or if one of its listeners has failed. A shared buffer
 * is also {@code DOWN} if its server does not answer, or has lost its contents. The times are
 * {@link HealthOptions} of its entry, apart from that without a reader, which is one of its {@link EndOptions}. A
 * problem is reported until it was not found for a minimum duration, so that the status does not change with each
 * check. A buffer that fails to return its statistics is {@code UNKNOWN} and does not affect the others.
 *
 * <p>The status is {@code DOWN} and not {@code OUT_OF_SERVICE}, because a problem is a failure, while Spring Boot uses
 * {@code OUT_OF_SERVICE} for an application that refuses requests on purpose. By default both have the HTTP status 503.
 * The indicator is not meant for a liveness group: a restart loses the elements in all buffers, and does not cure a
 * database that is slow or away.
 *
 * <p>Safe for use by any number of threads.
 */
public final class BufferHealthIndicator extends AbstractHealthIndicator implements BufferRegistryListener {

    private final Function<String, Optional<BufferInspection>> inspections;
    private final Supplier<@Nullable BufferListeners> listeners;
    private final LongSupplier clock;
    private final Map<String, BufferHealth> buffers = new ConcurrentSkipListMap<>();

    /**
     * Creates an indicator without buffers. It has those of a registry once it was added to it as a listener.
     *
     * @param monitor the monitor of the buffers
     * @param listeners returns the listeners of the buffers; null if there are none
     */
    public BufferHealthIndicator(BufferMonitor monitor, Supplier<@Nullable BufferListeners> listeners) {
        this(monitor::inspect, listeners, System::nanoTime);
    }

    /**
     * Creates an indicator.
     *
     * @param inspections inspects the buffer of a name
     * @param clock returns the time in nanoseconds
     */
    BufferHealthIndicator(
            Function<String, Optional<BufferInspection>> inspections,
            Supplier<@Nullable BufferListeners> listeners,
            LongSupplier clock) {
        super("Checking the health of the buffers failed");
        this.inspections = inspections;
        this.listeners = listeners;
        this.clock = clock;
    }

    @Override
    public void bufferAdded(BufferEntry entry) {
        buffers.put(entry.name(), new BufferHealth(entry, clock));
    }

    @Override
    public void bufferRemoved(BufferEntry entry) {
        buffers.remove(entry.name());
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Map<String, List<String>> failed = failedListeners();
        builder.up();
        buffers.forEach((name, buffer) -> {
            BufferVerdict verdict = buffer.judge(inspections.apply(name), failed.getOrDefault(name, List.of()));
            if (verdict.status().equals(Status.DOWN)) {
                builder.down();
            }
            builder.withDetail(name, verdict.details());
        });
    }

    private Map<String, List<String>> failedListeners() {
        BufferListeners current = listeners.get();
        return current == null
                ? Map.of()
                : current.ids().stream()
                        .map(current::get)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .filter(container -> container.state() == ListenerState.FAILED)
                        .map(BufferListenerContainer::spec)
                        .collect(Collectors.groupingBy(
                                spec -> spec.buffer(), Collectors.mapping(spec -> spec.id(), Collectors.toList())));
    }
}
