package io.github.buffer4j.demo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.ErrorResponseException;

/** Exports whose thread does not start, fails or is not waited for. */
class ExportThreadTest {

    private static final ExportProperties ONE = new ExportProperties(Duration.ofMinutes(1), Duration.ofMinutes(5), 1);

    private final LineStore store = mock();

    @AfterEach
    void awaitThreads() {
        ExportThreads.awaitNone();
    }

    @Test
    void anExportWhoseThreadDoesNotStartLeavesItsPlace() throws IOException {
        OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");
        Thread unstartable = new Thread() {
            @Override
            public synchronized void start() {
                throw failure;
            }
        };
        LineExport export = export(task -> unstartable.isDaemon() ? new Thread(task) : unstartable);
        assertThatThrownBy(export::open).isSameAs(failure);
        try (InputStream lines = export.open()) {
            assertThat(lines.readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void anErrorIsNotMistakenForAShutdown() {
        AssertionError failure = new AssertionError("a defect");
        willThrow(failure).given(store).forEachLine(any(), any());
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(export(Thread::new)::open)
                .withMessage("An export failed")
                .withRootCauseInstanceOf(AssertionError.class);
    }

    @Test
    void anInterruptIsAShutdown() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(ErrorResponseException.class)
                    .isThrownBy(export(Thread::new)::open)
                    .satisfies(problem -> {
                        assertThat(problem.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                        assertThat(problem.getBody().getDetail()).isEqualTo("The server is shutting down");
                    });
        } finally {
            Thread.interrupted();
        }
    }

    private LineExport export(ThreadFactory threads) {
        return new LineExport(store, TransactionOperations.withoutTransaction(), ONE, threads);
    }
}
