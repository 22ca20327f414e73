package io.github.buffer4j.spring.actuate;

import java.util.Set;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Rejects a change with an unknown key, such as a misspelled one. The operation itself sees only the keys that are its
 * parameters.
 */
public final class KnownKeys implements OperationInvokerAdvisor {

    private static final EndpointId BUFFERS = EndpointId.of("buffers");
    private static final Set<String> KEYS = Set.of("buffer", "name", "capacity", "listener", "paused");

    /** Creates the advisor. */
    public KnownKeys() {}

    @Override
    public OperationInvoker apply(
            EndpointId endpoint, OperationType type, OperationParameters parameters, OperationInvoker invoker) {
        if (!endpoint.equals(BUFFERS) || type != OperationType.WRITE) {
            return invoker;
        }
        return context -> {
            for (String key : context.getArguments().keySet()) {
                if (!KEYS.contains(key)) {
                    return Problem.badRequest("The request may have 'capacity', 'listener' and 'paused', but has '"
                            + Excerpt.of(key) + "'");
                }
            }
            return invoker.invoke(context);
        };
    }
}
