package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.BytesBuffer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.channels.InterruptedByTimeoutException;
import java.time.Duration;

/**
 * The reading end of an export. Closing it ends the export: what is written after that fails, and a query in progress
 * is cancelled.
 */
final class ExportStream extends FilterInputStream {

    private final BytesBuffer pipe;
    private final ExportQuery query;
    private final Duration maxWait;

    /**
     * Creates a stream over the bytes of a pipe.
     *
     * @param maxWait how long a call waits for the first byte before it closes the pipe
     */
    ExportStream(BytesBuffer pipe, ExportQuery query, Duration maxWait) {
        super(pipe.inputStream(maxWait));
        this.pipe = pipe;
        this.query = query;
        this.maxWait = maxWait;
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (InterruptedByTimeoutException e) {
            throw timedOut(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (InterruptedByTimeoutException e) {
            throw timedOut(e);
        }
    }

    private ExportTimeoutException timedOut(InterruptedByTimeoutException e) {
        ExportTimeoutException reason =
                new ExportTimeoutException("The database sent nothing for " + maxWait.toMillis() + " ms", e);
        pipe.closeWithError(reason);
        return reason;
    }

    @Override
    public void close() {
        pipe.close();
        query.cancel();
    }
}
