package io.github.buffer4j.spring.health;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferInspection;
import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.HealthOptions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Judges the health of one buffer, and keeps its problems for their minimum duration. Thread-safe. */
final class BufferHealth {

    private final BufferEntry entry;
    private final HealthOptions options;
    private final long minNanos;
    private final LongSupplier clock;

    /* When each problem was last seen. It has at most one entry for each kind of problem. */
    private final Map<BufferProblem, Long> lastSeen = new EnumMap<>(BufferProblem.class);

    BufferHealth(BufferEntry entry, LongSupplier clock) {
        this.entry = entry;
        this.options = entry.health();
        this.minNanos = TimeUnit.NANOSECONDS.convert(options.minDuration());
        this.clock = clock;
    }

    /**
     * Returns the health at this moment.
     *
     * @param inspection what is known about the buffer; empty if it failed
     * @param failedListeners the ids of its listeners that have failed
     */
    BufferVerdict judge(Optional<BufferInspection> inspection, List<String> failedListeners) {
        Set<BufferProblem> present = inspection.map(this::problems).orElse(EnumSet.noneOf(BufferProblem.class));
        if (!failedListeners.isEmpty()) {
            present.add(BufferProblem.LISTENER_FAILED);
        }
        entry.clientStats()
                .map(stats -> problems(stats, inspection.isPresent()))
                .ifPresent(present::addAll);
        return new BufferVerdict(report(present), inspection, failedListeners);
    }

    /* A server that is known to be away is not asked for each buffer, so that not each client knows. */
    private static Set<BufferProblem> problems(ClientStats stats, boolean inspected) {
        Set<BufferProblem> problems = EnumSet.noneOf(BufferProblem.class);
        boolean answers = stats.available() && (inspected || stats.lost());
        if (!answers && !stats.detached()) {
            problems.add(BufferProblem.UNAVAILABLE);
        }
        if (stats.lost()) {
            problems.add(BufferProblem.LOST);
        }
        return problems;
    }

    private Set<BufferProblem> problems(BufferInspection inspection) {
        Set<BufferProblem> problems = EnumSet.noneOf(BufferProblem.class);
        if (inspection.error() != null) {
            problems.add(BufferProblem.CLOSED_WITH_ERROR);
        }
        if (inspection.stalled()) {
            problems.add(BufferProblem.STALLED);
        }
        Duration saturatedAfter = options.saturatedAfter();
        if (saturatedAfter != null && inspection.fullFor().compareTo(saturatedAfter) >= 0) {
            problems.add(BufferProblem.SATURATED);
        }
        Duration maxAge = options.maxAge();
        Duration oldestAge =
                Duration.ofNanos(inspection.stats().oldestAgeNanos().orElse(0));
        if (maxAge != null && inspection.awaitsReader() && oldestAge.compareTo(maxAge) > 0) {
            problems.add(BufferProblem.TOO_OLD);
        }
        return problems;
    }

    private synchronized Set<BufferProblem> report(Set<BufferProblem> present) {
        long now = clock.getAsLong();
        lastSeen.values().removeIf(seen -> now - seen >= minNanos);
        present.forEach(problem -> lastSeen.put(problem, now));
        return lastSeen.isEmpty() ? EnumSet.noneOf(BufferProblem.class) : EnumSet.copyOf(lastSeen.keySet());
    }
}
