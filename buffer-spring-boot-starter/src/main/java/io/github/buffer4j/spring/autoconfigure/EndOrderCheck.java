package io.github.buffer4j.spring.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Refuses an order in which the buffers cannot end. */
final class EndOrderCheck {

    private static final String AFTER = "after";

    private final BufferInstances instances;

    EndOrderCheck(BufferInstances instances) {
        this.instances = instances;
    }

    /** Checks what the instances say of each other. */
    void check() {
        for (String name : instances.names()) {
            BufferProperties properties = instances.properties(name);
            if (properties.getEnds() == BufferEnd.EARLY
                    && !properties.getAfter().isEmpty()) {
                throw instances.invalid(
                        name,
                        "ends",
                        "a buffer that ends early does not end after another one",
                        "Leave out ends, or " + AFTER + ".");
            }
            for (String upstream : properties.getAfter()) {
                if (instances.names().contains(upstream)
                        && instances.properties(upstream).getEnds() == BufferEnd.EARLY) {
                    throw invalid(
                            name,
                            upstream,
                            "the buffer '" + upstream + "' ends early, before all buffers that do not",
                            "Leave it out, or let '" + upstream + "' end late.");
                }
            }
        }
        Set<String> done = new HashSet<>();
        instances.names().forEach(name -> refuseCycle(name, new ArrayList<>(), done));
    }

    private void refuseCycle(String name, List<String> path, Set<String> done) {
        int begin = path.indexOf(name);
        path.add(name);
        if (begin >= 0) {
            List<String> cycle = path.subList(begin, path.size());
            throw invalid(
                    cycle.get(0),
                    cycle.get(1),
                    "the buffers end after each other in a cycle: " + String.join(" after ", cycle),
                    "Take one of them out of the cycle.");
        }
        if (done.add(name) && instances.names().contains(name)) {
            instances.properties(name).getAfter().forEach(upstream -> refuseCycle(upstream, path, done));
        }
        path.remove(path.size() - 1);
    }

    /**
     * Checks that each buffer which another one ends after exists.
     *
     * @param beans the names of the beans that are buffers
     */
    void checkNames(Collection<String> beans) {
        Set<String> known = new TreeSet<>(beans);
        known.addAll(instances.names());
        for (String name : instances.names()) {
            for (String upstream : instances.properties(name).getAfter()) {
                if (!known.contains(upstream)) {
                    throw invalid(
                            name,
                            upstream,
                            "there is no buffer '" + upstream + "'",
                            "Use one of: " + String.join(", ", known) + ".");
                }
            }
        }
    }

    /* A list stands under one key if its elements are separated by commas, else each under a key with an index. */
    private BufferConfigurationException invalid(String name, String upstream, String reason, String allowed) {
        String indexed = AFTER + "[" + instances.properties(name).getAfter().indexOf(upstream) + "]";
        return instances.invalid(name, instances.own(name, indexed) == null ? AFTER : indexed, reason, allowed);
    }
}
