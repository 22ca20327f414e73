package io.github.buffer4j;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.InterruptedByTimeoutException;
import java.time.Duration;

/** The exceptions that the views of a buffer of bytes throw in place of those of the buffer. */
final class BytesFailures {

    private BytesFailures() {}

    /**
     * Returns an exception for a failed call. Its cause is the one that the buffer was closed with, if any. For an
     * interrupt it has the number of bytes that the call has transferred, and the interrupt status is set.
     */
    static IOException of(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            InterruptedIOException failure = new InterruptedIOException(e.getMessage());
            failure.bytesTransferred = e instanceof InterruptedWriteException write ? write.written() : 0;
            failure.initCause(e);
            return failure;
        }
        return new IOException(e.getMessage(), e instanceof BufferClosedException ? e.getCause() : e);
    }

    /** Returns an exception for a read that has waited for this long; its own message cannot be set. */
    static IOException timedOut(BytesBuffer buffer, long nanos) {
        IOException failure = new InterruptedByTimeoutException();
        failure.initCause(new IOException("Nothing to read in " + buffer + " for " + Duration.ofNanos(nanos)));
        return failure;
    }
}
