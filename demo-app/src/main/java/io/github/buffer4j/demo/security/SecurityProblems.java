package io.github.buffer4j.demo.security;

import io.github.buffer4j.demo.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Renders authentication and authorization failures as problem details, as the controllers do. */
final class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String BASIC = "Basic realm=\"Buffer4j\", charset=\"UTF-8\"";

    /* A scheme that no browser knows: the desk has a form for the login, and a browser would open its own. */
    private static final String DESK = "Desk realm=\"Buffer4j\"";

    private final HandlerExceptionResolver resolver;

    SecurityProblems(HandlerExceptionResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refusal) {
        String detail = refusal instanceof InsufficientAuthenticationException
                ? "The name and password of an operator are required"
                : "The name or password is wrong";
        ErrorResponseException problem = Problems.of(HttpStatus.UNAUTHORIZED, detail, refusal);
        boolean ofDesk = "desk".equals(request.getHeader("X-Requested-With"));
        problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, ofDesk ? DESK : BASIC);
        resolver.resolveException(request, response, null, problem);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException refusal) {
        resolver.resolveException(
                request,
                response,
                null,
                Problems.of(HttpStatus.FORBIDDEN, "This operation is denied to everyone", refusal));
    }

    /** Rejects a login that must wait. */
    void refuse(HttpServletRequest request, HttpServletResponse response, Duration wait) {
        ErrorResponseException problem = Problems.of(
                HttpStatus.TOO_MANY_REQUESTS,
                "There were too many wrong passwords for this name; try again later",
                null);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds() + 1));
        resolver.resolveException(request, response, null, problem);
    }
}
