package io.github.buffer4j.demo.desk;

import io.github.buffer4j.demo.web.Problems;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Limits the number of concurrent bursts, each of which occupies the thread of its request. */
@Component
final class Bursts {

    static final int MAX_ELEMENTS = 50_000;

    private static final int MAX_BURSTS = 8;

    private final Semaphore places = new Semaphore(MAX_BURSTS);

    /**
     * Runs a burst.
     *
     * @throws org.springframework.web.ErrorResponseException if there are too many bursts
     */
    <T> T run(Supplier<T> burst) {
        if (!places.tryAcquire()) {
            throw Problems.of(HttpStatus.SERVICE_UNAVAILABLE, "There are " + MAX_BURSTS + " bursts already", null);
        }
        try {
            return burst.get();
        } finally {
            places.release();
        }
    }
}
