package io.github.buffer4j.spring.actuate;

import java.util.Set;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Rejects a request with an unknown key, such as a misspelled one: a change of a buffer, or a filter of events. The
 * operation itself sees only the keys that are its parameters.
 */
public final class KnownKeys implements OperationInvokerAdvisor {

    private static final EndpointId BUFFERS = EndpointId.of("buffers");
    private static final Set<String> CHANGE = Set.of("buffer", "name", "capacity", "listener", "paused");
    private static final EndpointId EVENTS = EndpointId.of("bufferevents");
    private static final Set<String> FILTER = Set.of("name", "kind");

    /** Creates the advisor. */
    public KnownKeys() {}

    @Override
    public OperationInvoker apply(
            EndpointId endpoint, OperationType type, OperationParameters parameters, OperationInvoker invoker) {
        if (endpoint.equals(BUFFERS) && type == OperationType.WRITE) {
            return only(CHANGE, "'capacity', 'listener' and 'paused'", invoker);
        }
        return endpoint.equals(EVENTS) ? only(FILTER, "'name' and 'kind'", invoker) : invoker;
    }

    private static OperationInvoker only(Set<String> keys, String allowed, OperationInvoker invoker) {
        return context -> {
            for (String key : context.getArguments().keySet()) {
                if (!keys.contains(key)) {
                    return Problem.badRequest(
                            "The request may have " + allowed + ", but has '" + Excerpt.of(key) + "'");
                }
            }
            return invoker.invoke(context);
        };
    }
}
