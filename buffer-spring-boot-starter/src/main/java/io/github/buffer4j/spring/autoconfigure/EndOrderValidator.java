package io.github.buffer4j.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rejects an order in which the buffers cannot end. */
final class EndOrderValidator {

    private static final String AFTER = "after";

    private final BufferInstances instances;

    EndOrderValidator(BufferInstances instances) {
        this.instances = instances;
    }

    /** Validates the references between instances. */
    void validate() {
        instances.declared().forEach(this::validateEarly);
        Set<String> done = new HashSet<>();
        instances.names().forEach(name -> refuseCycle(name, new ArrayList<>(), done));
    }

    private void validateEarly(BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        if (properties.getEnds() == BufferEnd.EARLY && !properties.getAfter().isEmpty()) {
            throw declared.invalid(
                    "ends",
                    "a buffer that ends early cannot end after another one",
                    "Remove 'ends' or '" + AFTER + "'.");
        }
        for (String upstream : properties.getAfter()) {
            if (instances.names().contains(upstream)
                    && instances.properties(upstream).onServer()) {
                throw invalid(
                        declared,
                        upstream,
                        "the buffer '" + upstream + "' is shared, and is detached after all others have ended",
                        "Remove it.");
            }
            if (instances.names().contains(upstream)
                    && instances.properties(upstream).getEnds() == BufferEnd.EARLY) {
                throw invalid(
                        declared,
                        upstream,
                        "the buffer '" + upstream + "' ends early, before all buffers that end late",
                        "Remove it, or let '" + upstream + "' end late.");
            }
        }
    }

    private void refuseCycle(String name, List<String> path, Set<String> done) {
        int begin = path.indexOf(name);
        path.add(name);
        if (begin >= 0) {
            List<String> cycle = path.subList(begin, path.size());
            throw invalid(
                    instances.declaration(cycle.get(0)),
                    cycle.get(1),
                    "the buffers would end in a cycle: " + String.join(" after ", cycle),
                    "Remove one of them from the cycle.");
        }
        if (done.add(name) && instances.names().contains(name)) {
            instances.properties(name).getAfter().forEach(upstream -> refuseCycle(upstream, path, done));
        }
        path.remove(path.size() - 1);
    }

    /**
     * Validates that every buffer named by {@code after} exists.
     *
     * @param beans the names of all buffer beans
     */
    void validateNames(Collection<String> beans) {
        Set<String> known = new TreeSet<>(beans);
        known.addAll(instances.names());
        instances.declared().forEach(declared -> {
            for (String upstream : declared.properties().getAfter()) {
                if (!known.contains(upstream)) {
                    throw invalid(
                            declared,
                            upstream,
                            "no buffer is named '" + upstream + "'",
                            "Use one of: " + String.join(", ", known) + ".");
                }
            }
        });
    }

    /* A comma-separated list has one key; otherwise each element has a key with an index. */
    private static BufferConfigurationException invalid(
            BufferDeclaration declared, String upstream, String reason, String allowed) {
        String indexed = AFTER + "[" + declared.properties().getAfter().indexOf(upstream) + "]";
        return declared.invalid(declared.own(indexed) == null ? AFTER : indexed, reason, allowed);
    }
}
