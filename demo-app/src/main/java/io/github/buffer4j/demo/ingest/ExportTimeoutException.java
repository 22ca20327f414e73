package io.github.buffer4j.demo.ingest;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Thrown to the reader of an export whose time is up, which is also why its pipe is closed. */
final class ExportTimeoutException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    ExportTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
