package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.executor.WhenFull;
import java.util.List;
import java.util.stream.Collectors;

/** Rejects invalid options of task executors, and gives their queues the type of their elements. */
final class ExecutorValidator {

    private static final String ELEMENT_TYPE = "element-type";

    private ExecutorValidator() {}

    static void validate(BufferDeclaration declared) {
        BufferProperties properties = declared.properties();
        ExecutorProperties executor = properties.getExecutor();
        if (executor == null) {
            return;
        }
        if (executor.getConcurrency() < 1) {
            throw declared.invalid("executor.concurrency", "it is out of range", "Use 1 or more.");
        }
        if (!executor.getThreads().isAvailable()) {
            throw declared.invalid("executor.threads", ListenerThreads.UNAVAILABLE, ListenerThreads.WITHOUT_VIRTUAL);
        }
        List<WhenFull> allowed = properties.getType().whenFull();
        if (!allowed.contains(executor.whenFull(properties.getType()))) {
            throw declared.invalid(
                    "executor.when-full",
                    "it does not apply to a buffer of type "
                            + properties.getType().value(),
                    "Use " + allowed.stream().map(BindFailure::text).collect(Collectors.joining(", "))
                            + ", or another type.");
        }
        if (declared.own(ELEMENT_TYPE) != null && !Runnable.class.getName().equals(properties.getElementType())) {
            throw declared.invalid(
                    ELEMENT_TYPE, "the elements are the tasks of an executor", "Remove it, or the executor.");
        }
        properties.setElementType(Runnable.class.getName());
    }
}
