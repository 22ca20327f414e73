package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.executor.WhenFull;
import java.util.List;
import java.util.stream.Collectors;

/** Rejects invalid options of task executors, and gives their queues the type of their elements. */
final class ExecutorValidator {

    private static final String ELEMENT_TYPE = "element-type";

    private final BufferInstances instances;

    ExecutorValidator(BufferInstances instances) {
        this.instances = instances;
    }

    void validate(String name, BufferProperties properties) {
        ExecutorProperties executor = properties.getExecutor();
        if (executor == null) {
            return;
        }
        if (executor.getConcurrency() < 1) {
            throw instances.invalid(name, "executor.concurrency", "it is out of range", "Use 1 or more.");
        }
        if (!executor.getThreads().isAvailable()) {
            throw instances.invalid(
                    name, "executor.threads", ListenerThreads.UNAVAILABLE, ListenerThreads.WITHOUT_VIRTUAL);
        }
        List<WhenFull> allowed = properties.getType().whenFull();
        if (!allowed.contains(executor.whenFull(properties.getType()))) {
            throw instances.invalid(
                    name,
                    "executor.when-full",
                    "it does not apply to a buffer of type "
                            + properties.getType().value(),
                    "Use " + allowed.stream().map(BindFailure::text).collect(Collectors.joining(", "))
                            + ", or another type.");
        }
        if (instances.own(name, ELEMENT_TYPE) != null
                && !Runnable.class.getName().equals(properties.getElementType())) {
            throw instances.invalid(
                    name, ELEMENT_TYPE, "the elements are the tasks of an executor", "Remove it, or the executor.");
        }
        properties.setElementType(Runnable.class.getName());
    }
}
