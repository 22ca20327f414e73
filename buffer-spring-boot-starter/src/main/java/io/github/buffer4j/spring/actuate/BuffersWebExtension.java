package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.spring.actuate.BuffersEndpoint.ResetDescriptor;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Answers 404 to a reset of an unknown buffer, where the endpoint alone would answer 204. */
@EndpointWebExtension(endpoint = BuffersEndpoint.class)
final class BuffersWebExtension {

    private final BuffersEndpoint endpoint;

    BuffersWebExtension(BuffersEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @DeleteOperation
    public WebEndpointResponse<ResetDescriptor> reset(@Selector String name) {
        ResetDescriptor reset = endpoint.reset(name);
        return reset == null
                ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                : new WebEndpointResponse<>(reset);
    }
}
