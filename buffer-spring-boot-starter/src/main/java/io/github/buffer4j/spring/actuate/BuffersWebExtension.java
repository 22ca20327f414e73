package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.spring.UnknownBufferException;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
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
 * The web extension of the endpoint. A failed operation returns a matching status and a problem detail.
 *
 * <p>Only the path selects the buffer. Spring Boot merges path variables, keys of the body and query parameters into
 * one map, where later values replace earlier ones, so the value of a selector may come from any of them. The remaining
 * path segments are an array of strings, which neither a body nor a query can produce.
 */
@RegisterReflectionForBinding(Problem.class)
@EndpointWebExtension(endpoint = BuffersEndpoint.class)
public final class BuffersWebExtension {

    private static final Log LOGGER = LogFactory.getLog(BuffersWebExtension.class);

    private final BuffersEndpoint endpoint;

    /**
     * Creates the extension.
     *
     * @param endpoint the endpoint that performs the operations
     */
    public BuffersWebExtension(BuffersEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Returns the descriptor of one buffer.
     *
     * @param buffer the path segments of the name
     * @param name the parameter {@code name}, which must not contradict the path
     * @return the descriptor or a problem detail
     */
    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> buffer(
            @Selector(match = Match.ALL_REMAINING) Object buffer, @Nullable String name) {
        return answer(buffer, name, endpoint::buffer);
    }

    /**
     * Drops all elements or bytes of one buffer.
     *
     * @param buffer the path segments of the name
     * @param name the parameter {@code name}, which must not contradict the path
     * @param scope {@code all}, which a shared buffer needs
     * @param security the user, for the log
     * @return the number of dropped elements or bytes, or a problem detail
     */
    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> reset(
            @Selector(match = Match.ALL_REMAINING) Object buffer,
            @Nullable String name,
            @Nullable String scope,
            SecurityContext security) {
        return answer(buffer, name, path -> endpoint.reset(path, scope, security.getPrincipal()));
    }

    /**
     * Changes the capacity of one buffer, or pauses or resumes one of its listeners.
     *
     * @param buffer the path segments of the name
     * @param name the parameter {@code name}, which must not contradict the path
     * @param capacity the new capacity: a number, or for a buffer of bytes also a size such as {@code 64KB}; a string,
     *     so that a malformed one gets a descriptive response
     * @param listener the id of the listener
     * @param paused {@code true} to pause, {@code false} to resume; a string as the capacity
     * @param security the user, for the log
     * @return the new descriptor or a problem detail
     */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> change(
            @Selector(match = Match.ALL_REMAINING) Object buffer,
            @Nullable String name,
            @Nullable String capacity,
            @Nullable String listener,
            @Nullable String paused,
            SecurityContext security) {
        if (listener == null && paused == null) {
            return answer(buffer, name, path -> endpoint.resize(path, capacity(capacity), security.getPrincipal()));
        }
        return answer(buffer, name, path -> {
            if (capacity != null) {
                throw new IllegalArgumentException("A request changes a capacity or a listener, not both");
            }
            if (listener == null) {
                throw new IllegalArgumentException("The key 'paused' requires the key 'listener'");
            }
            return endpoint.pause(path, listener, paused(paused), security.getPrincipal());
        });
    }

    private static String capacity(@Nullable String capacity) {
        if (capacity == null) {
            throw new IllegalArgumentException(
                    "The body must be a JSON object with 'capacity', or 'listener' and 'paused'");
        }
        return capacity;
    }

    private static boolean paused(@Nullable String paused) {
        if (paused == null) {
            throw new IllegalArgumentException("The key 'listener' requires the key 'paused'");
        }
        return switch (paused) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("paused must be true or false, but is " + Excerpt.of(paused));
        };
    }

    private static WebEndpointResponse<OperationResponseBody> answer(
            Object buffer, @Nullable String name, Function<String, OperationResponseBody> operation) {
        if (!(buffer instanceof String[] segments)) {
            return Problem.badRequest("The path selects the buffer: neither body nor query may have the key 'buffer'");
        }
        String path = String.join("/", segments);
        if (name != null && !name.equals(path)) {
            return Problem.badRequest(
                    "The path selects the buffer '" + Excerpt.of(path) + "', but 'name' is '" + Excerpt.of(name) + "'");
        }
        try {
            return new WebEndpointResponse<>(operation.apply(path));
        } catch (UnknownBufferException | UnknownListenerException e) {
            return Problem.notFound(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return Problem.badRequest(String.valueOf(e.getMessage()));
        } catch (BufferClosedException | CapacityLimitException e) {
            return Problem.conflict(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOGGER.warn(
                    "Buffer '" + Excerpt.of(path) + "' failed: " + e.getClass().getName());
            return Problem.failure("The buffer failed: " + e.getClass().getName());
        }
    }
}
