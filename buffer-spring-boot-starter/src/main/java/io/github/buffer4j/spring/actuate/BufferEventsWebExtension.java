package io.github.buffer4j.spring.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The web extension of the endpoint. A bad request gets a problem detail. */
@RegisterReflectionForBinding(Problem.class)
@EndpointWebExtension(endpoint = BufferEventsEndpoint.class)
public final class BufferEventsWebExtension {

    private final BufferEventsEndpoint endpoint;

    /**
     * Creates the extension.
     *
     * @param endpoint the endpoint that performs the operation
     */
    public BufferEventsWebExtension(BufferEventsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Returns the latest events, newest first.
     *
     * @param name the name of a buffer, or null for all
     * @param kind the kind, or null for all
     * @return the events or a problem detail
     */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> events(@Nullable String name, @Nullable String kind) {
        try {
            return new WebEndpointResponse<>(endpoint.events(name, kind));
        } catch (IllegalArgumentException e) {
            return Problem.badRequest(String.valueOf(e.getMessage()));
        }
    }
}
