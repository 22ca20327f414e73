package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.spring.UnknownBufferException;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint over HTTP: an operation that fails answers with a status that fits and a body that says why.
 *
 * <p>The path alone decides which buffer is meant. Spring Boot puts the variables of the path, the keys of the body and
 * the parameters of the query into one map, in which the later replace the earlier, so the value of a selector may come
 * from any of them. Only what remains of the path is an array of strings, which neither a body nor a query can send.
 */
@EndpointWebExtension(endpoint = BuffersEndpoint.class)
final class BuffersWebExtension {

    private static final Log LOGGER = LogFactory.getLog(BuffersWebExtension.class);

    private final BuffersEndpoint endpoint;

    BuffersWebExtension(BuffersEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> buffer(
            @Selector(match = Match.ALL_REMAINING) Object buffer, @Nullable String name) {
        return answer(buffer, name, endpoint::buffer);
    }

    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> reset(
            @Selector(match = Match.ALL_REMAINING) Object buffer, @Nullable String name, SecurityContext security) {
        return answer(buffer, name, path -> endpoint.reset(path, security.getPrincipal()));
    }

    /* The capacity is a text, so that what is not a number gets an answer that says so. */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> resize(
            @Selector(match = Match.ALL_REMAINING) Object buffer,
            @Nullable String name,
            @Nullable String capacity,
            SecurityContext security) {
        return answer(buffer, name, path -> endpoint.resize(path, parse(capacity), security.getPrincipal()));
    }

    private static int parse(@Nullable String capacity) {
        if (capacity == null) {
            throw new IllegalArgumentException("The body must be a JSON object with the key capacity");
        }
        try {
            return Integer.parseInt(capacity);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("capacity must be a whole number, but is " + Excerpt.of(capacity), e);
        }
    }

    private static WebEndpointResponse<OperationResponseBody> answer(
            Object buffer, @Nullable String name, Function<String, OperationResponseBody> operation) {
        if (!(buffer instanceof String[] segments)) {
            return Problem.badRequest(
                    "The path names the buffer: neither the body nor the query may have the key buffer");
        }
        String path = String.join("/", segments);
        if (name != null && !name.equals(path)) {
            return Problem.badRequest(
                    "The path names the buffer '" + Excerpt.of(path) + "', but name is '" + Excerpt.of(name) + "'");
        }
        try {
            return new WebEndpointResponse<>(operation.apply(path));
        } catch (UnknownBufferException e) {
            return Problem.notFound(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Problem.badRequest(String.valueOf(e.getMessage()));
        } catch (BufferClosedException | CapacityLimitException e) {
            return Problem.conflict(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOGGER.warn(
                    "Buffer '" + Excerpt.of(path) + "' fails: " + e.getClass().getName());
            return Problem.failure("The buffer fails: " + e.getClass().getName());
        }
    }
}
