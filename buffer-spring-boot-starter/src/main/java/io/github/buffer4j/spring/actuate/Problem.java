package io.github.buffer4j.spring.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;

/**
 * A problem detail (RFC 9457) that describes why an operation failed.
 *
 * @param title the reason phrase of the status
 * @param status the HTTP status
 * @param detail the explanation
 */
record Problem(String title, int status, String detail) implements OperationResponseBody {

    private static final MimeType PROBLEM_JSON = new MimeType("application", "problem+json");

    static WebEndpointResponse<OperationResponseBody> badRequest(String detail) {
        return new Problem("Bad Request", 400, detail).response();
    }

    static WebEndpointResponse<OperationResponseBody> notFound(String detail) {
        return new Problem("Not Found", 404, detail).response();
    }

    static WebEndpointResponse<OperationResponseBody> conflict(String detail) {
        return new Problem("Conflict", 409, detail).response();
    }

    /**
     * Returns the response for a buffer of another implementation that throws. The detail must not contain the message
     * of its exception, which may quote an element.
     */
    static WebEndpointResponse<OperationResponseBody> failure(String detail) {
        return new Problem("Internal Server Error", 500, detail).response();
    }

    private WebEndpointResponse<OperationResponseBody> response() {
        return new WebEndpointResponse<>(this, status, PROBLEM_JSON);
    }
}
