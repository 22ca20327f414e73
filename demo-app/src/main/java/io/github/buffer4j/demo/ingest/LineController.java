package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.demo.web.ErrorProblemController;
import io.github.buffer4j.demo.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Accepts lines and searches them. */
@RestController
@RequestMapping("/lines")
final class LineController {

    private static final int MAX_LIMIT = 1000;
    private static final Logger LOGGER = LoggerFactory.getLogger(LineController.class);

    private final LineIntake intake;
    private final LineStore store;

    LineController(LineIntake intake, LineStore store) {
        this.intake = intake;
        this.store = store;
    }

    /*
     * Reads the raw body, so that forms are not parsed and at most one line is held in memory. The content type is
     * checked here because a mapping condition treats a missing one as application/octet-stream.
     */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Accepted accept(HttpServletRequest request) throws IOException, HttpMediaTypeNotSupportedException {
        TextContent.require(request.getContentType(), request.getHeader(HttpHeaders.CONTENT_ENCODING));
        try {
            return new Accepted(intake.accept(request.getInputStream()));
        } catch (ErrorResponseException e) {
            e.getBody().setInstance(URI.create(request.getRequestURI()));
            request.setAttribute(ErrorProblemController.REFUSAL, e.getBody());
            throw e;
        }
    }

    @GetMapping
    FoundLines find(@RequestParam(defaultValue = "") String contains, @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "limit must be 1 to " + MAX_LIMIT);
        }
        return store.find(contains, limit);
    }

    /* Failures that would recur, such as a bad statement, remain server errors. */
    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        RecoverableDataAccessException.class,
        TransientDataAccessException.class
    })
    ErrorResponse databaseIsAway(Exception cause) {
        LOGGER.warn("The database did not respond to a search: {}", cause.getMessage());
        return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "The database does not respond", cause);
    }

    record Accepted(long accepted) {}
}
