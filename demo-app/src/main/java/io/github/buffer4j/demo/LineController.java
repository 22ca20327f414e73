package io.github.buffer4j.demo;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferWriter;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Takes lines and finds them again. */
@RestController
@RequestMapping("/lines")
final class LineController {

    private static final int MAX_LIMIT = 1000;

    private final BufferWriter<String> ingest;
    private final LineStore store;

    LineController(BufferWriter<String> ingest, LineStore store) {
        this.ingest = ingest;
        this.store = store;
    }

    /*
     * The body is taken as a stream, whatever its content type, so that a form's (curl's default for --data-binary) is not
     * parsed and no more than one line of it is held. A full buffer holds up the client.
     */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Accepted accept(InputStream body) throws IOException {
        LineReader lines = new LineReader(body);
        long accepted = 0;
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                ingest.add(line);
                accepted++;
            }
        } catch (LineTooLongException e) {
            throw refusal(HttpStatus.BAD_REQUEST, e, accepted);
        } catch (BufferClosedException e) {
            throw refusal(HttpStatus.SERVICE_UNAVAILABLE, e, accepted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal(HttpStatus.SERVICE_UNAVAILABLE, e, accepted);
        }
        return new Accepted(accepted);
    }

    @GetMapping
    FoundLines find(@RequestParam(defaultValue = "") String contains, @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "limit must be 1 to " + MAX_LIMIT);
        }
        return store.find(contains, limit);
    }

    private static ErrorResponseException refusal(HttpStatus status, Exception cause, long accepted) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(cause.getMessage()));
        problem.setProperty("accepted", accepted);
        return new ErrorResponseException(status, problem, cause);
    }

    record Accepted(long accepted) {}
}
