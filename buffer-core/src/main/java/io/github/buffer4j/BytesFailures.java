package io.github.buffer4j;

import java.io.IOException;
import java.io.InterruptedIOException;

/** The exceptions that the views of a buffer of bytes throw in place of those of the buffer. */
final class BytesFailures {

    private BytesFailures() {}

    /** Returns an exception whose cause is the one that the buffer was closed with, if any. */
    static IOException ended(BufferClosedException e) {
        return new IOException(e.getMessage(), e.getCause());
    }

    /** Returns an exception with the number of bytes that the call has transferred, and sets the interrupt status. */
    static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException failure = new InterruptedIOException(e.getMessage());
        failure.bytesTransferred = e instanceof InterruptedWriteException write ? write.written() : 0;
        failure.initCause(e);
        return failure;
    }
}
