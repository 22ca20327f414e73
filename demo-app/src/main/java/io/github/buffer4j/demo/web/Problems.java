package io.github.buffer4j.demo.web;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Creates the problem details (RFC 9457) of this application. */
public final class Problems {

    private static final String RETRY_AFTER_SECONDS = "5";

    private Problems() {}

    public static ErrorResponseException of(HttpStatus status, String detail, @Nullable Throwable cause) {
        ErrorResponseException problem =
                new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), cause);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            problem.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return problem;
    }

    /** Returns a problem with the number of lines of a post that were accepted before it occurred. */
    public static ErrorResponseException after(
            long accepted, HttpStatus status, @Nullable String detail, @Nullable Throwable cause) {
        ErrorResponseException problem = of(status, String.valueOf(detail), cause);
        problem.getBody().setProperty("accepted", accepted);
        return problem;
    }
}
