package io.github.buffer4j.spring.health;

import io.github.buffer4j.BufferStats;
import io.github.buffer4j.spring.BufferInspection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.health.contributor.Status;

/**
 * The health of one buffer at one moment.
 *
 * @param problems the problems, of which some may have been seen a while ago
 * @param inspection what is known about the buffer; empty if it failed
 * @param failedListeners the ids of its listeners that have failed
 */
record BufferVerdict(Set<BufferProblem> problems, Optional<BufferInspection> inspection, List<String> failedListeners) {

    /** Returns {@code UNKNOWN} for a buffer that failed and has no problem: it does not affect the others. */
    Status status() {
        return !problems.isEmpty() ? Status.DOWN : inspection.isPresent() ? Status.UP : Status.UNKNOWN;
    }

    /*
     * Strings, numbers and lists only: they need no reflection in a native image, and have the same form over JMX.
     */
    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("status", status().getCode());
        details.put("reasons", problems.stream().map(BufferProblem::word).toList());
        inspection.ifPresent(found -> addNumbers(details, found));
        if (!failedListeners.isEmpty()) {
            details.put("failedListeners", failedListeners);
        }
        return details;
    }

    private static void addNumbers(Map<String, Object> details, BufferInspection found) {
        BufferStats stats = found.stats();
        details.put("state", stats.state().name());
        details.put("size", stats.size());
        if (stats.capacity() < Integer.MAX_VALUE) {
            details.put("capacity", stats.capacity());
        }
        details.put("readers", found.readersAtWork());
        if (!found.fullFor().isZero()) {
            details.put("fullFor", found.fullFor().toString());
        }
        stats.oldestAgeNanos()
                .ifPresent(nanos ->
                        details.put("oldestAge", Duration.ofNanos(nanos).toString()));
        Throwable error = found.error();
        if (error != null) {
            details.put("error", error.getClass().getName());
        }
    }
}
