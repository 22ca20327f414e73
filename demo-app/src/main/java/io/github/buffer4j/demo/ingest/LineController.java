package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.demo.web.ErrorProblemController;
import io.github.buffer4j.demo.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
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

/** Accepts lines, searches and exports them. */
@RestController
@RequestMapping("/lines")
final class LineController {

    private static final int MAX_LIMIT = 1000;
    private static final String GZIP = "application/gzip";
    private static final String FILE =
            ContentDisposition.attachment().filename("lines.txt.gz").build().toString();
    private static final Logger LOGGER = LoggerFactory.getLogger(LineController.class);

    private final LineIntake intake;
    private final LineStore store;
    private final LineExport export;

    LineController(LineIntake intake, LineStore store, LineExport export) {
        this.intake = intake;
        this.store = store;
        this.export = export;
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

    /*
     * The output stream is closed only after the last byte, because that ends the response properly; and before the
     * web server considers the request completed, after which the end may be lost. Once the response has begun, a
     * failure can only be shown by closing the connection. The failure is not the cause, since the handler below is
     * found by causes too and would try to write a problem.
     */
    @GetMapping(path = "/export", produces = GZIP)
    void export(HttpMethod method, HttpServletResponse response) throws IOException {
        if (method.equals(HttpMethod.HEAD)) {
            describeFile(response);
            return;
        }
        try (InputStream lines = export.open()) {
            describeFile(response);
            response.flushBuffer();
            OutputStream out = response.getOutputStream();
            lines.transferTo(out);
            out.close();
        } catch (ClientAbortException e) {
            throw e;
        } catch (IOException e) {
            CloseNowException closing = new CloseNowException("An export was broken off: " + e.getMessage());
            closing.addSuppressed(e);
            throw closing;
        }
    }

    private static void describeFile(HttpServletResponse response) {
        response.setContentType(GZIP);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, FILE);
    }

    /* Failures that would recur, such as a bad statement, remain server errors. */
    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        RecoverableDataAccessException.class,
        TransientDataAccessException.class
    })
    ErrorResponse databaseIsAway(Exception cause) {
        LOGGER.warn("The database did not respond: {}", cause.getMessage());
        return Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "The database does not respond", cause);
    }

    record Accepted(long accepted) {}
}
