package io.github.buffer4j.spring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which buffers end one after the other. Buffers that end early come first. A buffer follows the buffers
 * that supply its elements. Otherwise buffers end in the order of the configuration, followed by the others in the
 * order of registration.
 */
final class EndOrder implements BufferRegistryListener {

    private final Set<String> configured;
    private final Map<String, Long> positions = new HashMap<>();
    private long placed;

    EndOrder(List<String> configured) {
        this.configured = Set.copyOf(configured);
        configured.forEach(this::place);
    }

    @Override
    public synchronized void bufferAdded(BufferEntry entry) {
        place(entry.name());
    }

    @Override
    public synchronized void bufferRemoved(BufferEntry entry) {
        if (!configured.contains(entry.name())) {
            positions.remove(entry.name());
        }
    }

    private void place(String name) {
        positions.putIfAbsent(name, placed++);
    }

    /**
     * Returns the buffers in the order in which they end. A cycle, which is rejected at startup, is cut at its first
     * buffer.
     */
    synchronized List<BufferWatch> sort(Collection<BufferWatch> watches) {
        List<BufferWatch> waiting = new ArrayList<>(watches);
        waiting.sort(Comparator.comparing(
                        (BufferWatch watch) -> !watch.entry().ending().early())
                .thenComparing(watch -> positions.getOrDefault(watch.name(), Long.MAX_VALUE)));
        Set<String> left = new HashSet<>();
        waiting.forEach(watch -> left.add(watch.name()));
        List<BufferWatch> sorted = new ArrayList<>();
        while (!waiting.isEmpty()) {
            BufferWatch next = waiting.stream()
                    .filter(watch -> watch.entry().ending().after().stream().noneMatch(left::contains))
                    .findFirst()
                    .orElse(waiting.get(0));
            waiting.remove(next);
            left.remove(next.name());
            sorted.add(next);
        }
        return sorted;
    }
}
