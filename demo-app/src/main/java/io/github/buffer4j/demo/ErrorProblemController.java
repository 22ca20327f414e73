package io.github.buffer4j.demo;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers with a problem for what the web server refuses itself, a body that broke off above all. */
@RestController
final class ErrorProblemController implements ErrorController {

    /** The attribute for the refusal that Tomcat does not let through, because it answers a broken request itself. */
    static final String REFUSAL = ErrorProblemController.class.getName() + ".REFUSAL";

    @RequestMapping("/error")
    ProblemDetail problem(
            @RequestAttribute(name = RequestDispatcher.ERROR_STATUS_CODE, required = false) @Nullable Integer status,
            HttpServletRequest request) {
        ProblemDetail refusal = (ProblemDetail) request.getAttribute(REFUSAL);
        int code = Objects.requireNonNullElse(status, HttpStatus.NOT_FOUND.value());
        return refusal != null && refusal.getStatus() == code ? refusal : ProblemDetail.forStatus(code);
    }
}
