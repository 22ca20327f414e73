package io.github.buffer4j.spring;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends all buffers of an application. First they settle: they stay open until all buffers with readers are empty and no
 * thread is processing an element, so that a pipeline of any shape drains by itself. Then all end together. If they do
 * not settle, they end one after the other, each after the buffers that supply its elements.
 */
final class OrderlyEnd {

    private static final long MILLIS_BETWEEN_LOOKS = 20;
    private static final long NANOS_WITHOUT_PROGRESS = Duration.ofSeconds(1).toNanos();
    private static final long MIN_NANOS_EACH = Duration.ofSeconds(1).toNanos();

    private final List<List<EndingBuffer>> groups;
    private final List<EndingBuffer> inOrder;
    private final long begin = System.nanoTime();
    private final long nanos;

    /**
     * Creates an end.
     *
     * @param groups the buffers in the order in which they end; those of one group end together
     */
    OrderlyEnd(List<List<BufferWatch>> groups, Duration timeout) {
        this.groups = groups.stream()
                .map(group -> group.stream().map(EndingBuffer::new).toList())
                .toList();
        this.inOrder = this.groups.stream().flatMap(List::stream).toList();
        this.nanos = EndOptions.nanos(timeout);
        Set<String> suppliers = inOrder.stream()
                .flatMap(ending -> ending.options().after().stream())
                .collect(Collectors.toSet());
        inOrder.stream()
                .filter(ending -> suppliers.contains(ending.name()))
                .forEach(ending -> ending.waitFor(look -> look.hasTasks(others(ending, looks()))));
    }

    /** Ends all buffers and logs the elements that were lost. */
    void run() {
        endAtOnce(settle());
        for (List<EndingBuffer> group : groups) {
            endWriting(group);
            for (EndingBuffer ending : group) {
                long own = Math.max(ending.options().drainNanos(), System.nanoTime() - begin + MIN_NANOS_EACH);
                ending.awaitEnd(begin, Math.min(own, nanos));
            }
        }
        inOrder.forEach(ending -> ending.report(inOrder));
    }

    /*
     * Ends the buffers that have settled, without waiting for one before the next. A writer that does not stop may have
     * written since they were observed: what is under way then needs the buffers further down.
     */
    private void endAtOnce(Map<EndingBuffer, Look> settled) {
        if (settled.isEmpty()) {
            return;
        }
        for (List<EndingBuffer> group : groups) {
            endWriting(group);
            if (hasMoved(settled, looks(group))) {
                return;
            }
        }
    }

    private void endWriting(List<EndingBuffer> group) {
        group.forEach(ending -> new LastWrites(ending, suppliers(ending)).await());
        group.forEach(EndingBuffer::endWriting);
    }

    private List<EndingBuffer> suppliers(EndingBuffer ending) {
        return inOrder.stream()
                .filter(other -> ending.options().after().contains(other.name()))
                .toList();
    }

    /*
     * Returns the last observations once the buffers have settled: two consecutive ones are equal and show no active
     * thread. Returns none if they do not settle in time.
     */
    private Map<EndingBuffer, Look> settle() {
        Settling settling = new Settling();
        Map<EndingBuffer, Look> before = looks();
        while (true) {
            Map<EndingBuffer, Look> previous = before;
            if (!settling.goesOn(previous.values()) || !pause()) {
                return Map.of();
            }
            Map<EndingBuffer, Look> now = looks();
            if (isSettled(previous) && isSettled(now) && !hasMoved(previous, now)) {
                return now;
            }
            before = now;
        }
    }

    private Map<EndingBuffer, Look> looks() {
        return looks(inOrder);
    }

    private static Map<EndingBuffer, Look> looks(List<EndingBuffer> buffers) {
        Map<EndingBuffer, Look> looks = new LinkedHashMap<>();
        buffers.forEach(ending -> ending.look().ifPresent(look -> looks.put(ending, look)));
        return looks;
    }

    private boolean isSettled(Map<EndingBuffer, Look> looks) {
        long elapsed = System.nanoTime() - begin;
        return looks.entrySet().stream()
                .noneMatch(entry -> entry.getKey().isPending(entry.getValue(), elapsed)
                        || entry.getValue().hasTasks(others(entry.getKey(), looks)));
    }

    private static List<Look> others(EndingBuffer ending, Map<EndingBuffer, Look> looks) {
        return looks.entrySet().stream()
                .filter(entry -> entry.getKey() != ending)
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean hasMoved(Map<EndingBuffer, Look> earlier, Map<EndingBuffer, Look> later) {
        return later.entrySet().stream().anyMatch(entry -> {
            Look look = earlier.get(entry.getKey());
            return look == null || entry.getValue().hasMovedSince(look);
        });
    }

    private static boolean pause() {
        try {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /* Returns whether to continue waiting for the buffers to settle. */
    private final class Settling {

        private final long patience = inOrder.stream()
                        .mapToLong(ending -> ending.options().drainNanos())
                        .max()
                        .orElse(0)
                / 2;

        private long least = Long.MAX_VALUE;
        private long progressAt = begin;

        boolean goesOn(Collection<Look> looks) {
            long now = System.nanoTime();
            long elements =
                    looks.stream().mapToLong(look -> look.stats().size()).sum();
            if (elements < least) {
                least = elements;
                progressAt = now;
            }
            return now - begin < Math.min(patience, nanos) && now - progressAt < NANOS_WITHOUT_PROGRESS;
        }
    }
}
