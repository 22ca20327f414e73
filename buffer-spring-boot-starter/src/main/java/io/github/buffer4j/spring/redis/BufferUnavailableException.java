package io.github.buffer4j.spring.redis;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the server of a shared buffer has not answered a command within the command time-out, in spite of
 * retries. The outcome is unknown: the command may have run, may run later, or never.
 *
 * <p>What an unanswered read has taken or leased goes back to the front of the buffer, where any client may read it.
 * The client sees to that at its next read, when it renews its leases, and when it leaves. If the buffer has ended by
 * then, what was taken stays with the client, whose next read returns it. If the JVM ends before, what was taken is
 * lost, and what was leased comes back when its lease ends.
 *
 * <p>Thrown as well when a part of a run was written and there is no room for the rest, in the memory of the server or
 * in a growable buffer: a {@link io.github.buffer4j.BufferFullException} means that nothing was written.
 */
public final class BufferUnavailableException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** How many elements of the failed call are known to be written. */
    private final int written;

    /**
     * Creates an exception.
     *
     * @param message what was attempted
     * @param cause why it failed, or null if there was no answer
     * @param written how many elements of the failed call are known to be written, 0 or more
     */
    public BufferUnavailableException(String message, @Nullable Throwable cause, int written) {
        super(message, cause);
        this.written = written;
    }

    /**
     * Returns how many elements of the failed call are known to be written. It is unknown whether the others are.
     *
     * @return 0 or more; 0 for a reader
     */
    public int written() {
        return written;
    }
}
