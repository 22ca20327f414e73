package io.github.buffer4j.spring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The order in which buffers end one after the other. Buffers that end early come first. A buffer follows the buffers
 * that supply its elements. Otherwise buffers end in the order of the configuration, followed by the others in the
 * order of registration.
 */
final class EndOrder implements BufferRegistryListener {

    private final Set<String> configured;
    private final Supplier<List<BufferConsumer>> consumers;
    private final Map<String, Long> positions = new HashMap<>();
    private long placed;

    /**
     * Creates an order.
     *
     * @param configured the names of the configured buffers
     * @param consumers returns the consumers, which write to other buffers
     */
    EndOrder(List<String> configured, Supplier<List<BufferConsumer>> consumers) {
        this.configured = Set.copyOf(configured);
        this.consumers = consumers;
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
     * Returns the buffers in the order in which they end. Buffers in a cycle, whose elements go around, follow each
     * other.
     */
    synchronized List<BufferWatch> sort(Collection<BufferWatch> watches) {
        return groups(watches).stream().flatMap(List::stream).toList();
    }

    /** Returns the buffers in the order in which they end. Those of one group, which are a cycle, end together. */
    synchronized List<List<BufferWatch>> groups(Collection<BufferWatch> watches) {
        Map<String, BufferWatch> waiting = new LinkedHashMap<>();
        watches.stream()
                .sorted(Comparator.comparing(
                                (BufferWatch watch) -> !watch.entry().ending().early())
                        .thenComparing(watch -> positions.getOrDefault(watch.name(), Long.MAX_VALUE)))
                .forEach(watch -> waiting.put(watch.name(), watch));
        Map<String, Set<String>> suppliers = suppliers(waiting.values());
        Set<String> done = new HashSet<>();
        List<List<BufferWatch>> groups = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Set<String> next = waiting.keySet().stream()
                    .map(name -> cycle(name, suppliers))
                    .filter(cycle -> isSupplied(cycle, suppliers, done))
                    .findFirst()
                    .orElseThrow();
            List<String> inOrder = waiting.keySet().stream()
                    .filter(next::contains)
                    .limit(next.size())
                    .toList();
            groups.add(inOrder.stream()
                    .map(waiting::remove)
                    .map(Objects::requireNonNull)
                    .toList());
            done.addAll(next);
        }
        return groups;
    }

    /* Whether all suppliers of a cycle are in it or end before. */
    private static boolean isSupplied(Set<String> cycle, Map<String, Set<String>> suppliers, Set<String> done) {
        return cycle.stream()
                .flatMap(name -> suppliers.getOrDefault(name, Set.of()).stream())
                .allMatch(supplier -> cycle.contains(supplier) || done.contains(supplier));
    }

    /* The names of the buffers that supply the elements of each buffer, directly or not. */
    private Map<String, Set<String>> suppliers(Collection<BufferWatch> watches) {
        Map<String, Set<String>> suppliers = new HashMap<>();
        watches.forEach(watch ->
                suppliers.put(watch.name(), new HashSet<>(watch.entry().ending().after())));
        for (BufferConsumer consumer : consumers.get()) {
            for (String target : consumer.targets()) {
                suppliers.computeIfPresent(target, (name, names) -> {
                    names.add(consumer.source());
                    return names;
                });
            }
        }
        suppliers.values().forEach(names -> names.retainAll(suppliers.keySet()));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Set<String> names : suppliers.values()) {
                for (String name : List.copyOf(names)) {
                    grown |= names.addAll(suppliers.getOrDefault(name, Set.of()));
                }
            }
        }
        return suppliers;
    }

    /* The buffer, and those that both supply it and are supplied by it. */
    private static Set<String> cycle(String name, Map<String, Set<String>> suppliers) {
        Set<String> cycle = new HashSet<>(Set.of(name));
        suppliers.getOrDefault(name, Set.of()).stream()
                .filter(supplier -> suppliers.getOrDefault(supplier, Set.of()).contains(name))
                .forEach(cycle::add);
        return cycle;
    }
}
