package io.github.buffer4j.demo.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Renders errors raised by the servlet container itself, mostly truncated request bodies, as problem details. */
@RestController
public final class ErrorProblemController implements ErrorController {

    /**
     * The request attribute for a problem detail that Tomcat would replace, because it handles truncated requests
     * itself.
     */
    public static final String REFUSAL = ErrorProblemController.class.getName() + ".REFUSAL";

    /** Returns the problem, or null for a response that has begun, to which nothing must be added. */
    @RequestMapping("/error")
    @Nullable
    ProblemDetail problem(
            @RequestAttribute(name = RequestDispatcher.ERROR_STATUS_CODE, required = false) @Nullable Integer status,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (response.isCommitted()) {
            return null;
        }
        ProblemDetail refusal = (ProblemDetail) request.getAttribute(REFUSAL);
        int code = Objects.requireNonNullElse(status, HttpStatus.NOT_FOUND.value());
        return refusal != null && refusal.getStatus() == code ? refusal : ProblemDetail.forStatus(code);
    }
}
