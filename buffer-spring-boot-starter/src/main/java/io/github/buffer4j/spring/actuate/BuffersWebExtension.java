package io.github.buffer4j.spring.actuate;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.spring.UnknownBufferException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeType;

/** The endpoint over HTTP: an operation that fails answers with a status that fits and a body that says why. */
@EndpointWebExtension(endpoint = BuffersEndpoint.class)
final class BuffersWebExtension {

    private static final MimeType PROBLEM_JSON = new MimeType("application", "problem+json");

    private final BuffersEndpoint endpoint;

    BuffersWebExtension(BuffersEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @ReadOperation
    public WebEndpointResponse<OperationResponseBody> buffer(@Selector String name) {
        return answer(() -> endpoint.buffer(name));
    }

    @DeleteOperation
    public WebEndpointResponse<OperationResponseBody> reset(@Selector String name) {
        return answer(() -> endpoint.reset(name));
    }

    /* A text, so that what is not a number gets an answer that says so. */
    @WriteOperation
    public WebEndpointResponse<OperationResponseBody> resize(@Selector String name, @Nullable String capacity) {
        return answer(() -> endpoint.resize(name, parse(capacity)));
    }

    private static int parse(@Nullable String capacity) {
        if (capacity == null) {
            throw new IllegalArgumentException("The body must be a JSON object with the key capacity");
        }
        try {
            return Integer.parseInt(capacity);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("capacity must be a whole number, but is " + capacity, e);
        }
    }

    private static WebEndpointResponse<OperationResponseBody> answer(Supplier<OperationResponseBody> operation) {
        try {
            return new WebEndpointResponse<>(operation.get());
        } catch (UnknownBufferException e) {
            return problem(404, "Not Found", e);
        } catch (IllegalArgumentException e) {
            return problem(400, "Bad Request", e);
        } catch (BufferClosedException e) {
            return problem(409, "Conflict", e);
        }
    }

    private static WebEndpointResponse<OperationResponseBody> problem(int status, String title, RuntimeException why) {
        return new WebEndpointResponse<>(
                new Problem(title, status, String.valueOf(why.getMessage())), status, PROBLEM_JSON);
    }

    /**
     * Why an operation failed, as RFC 9457 has it.
     *
     * @param title the meaning of the status
     * @param status the status
     * @param detail what is wrong
     */
    record Problem(String title, int status, String detail) implements OperationResponseBody {}
}
