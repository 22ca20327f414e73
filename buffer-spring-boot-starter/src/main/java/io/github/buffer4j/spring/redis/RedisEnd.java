package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferFullException;
import io.github.buffer4j.BufferState;
import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** How a buffer has ended for its client, and with which error. Safe for use by any number of threads. */
final class RedisEnd {

    private static final Log LOGGER = LogFactory.getLog(RedisBuffer.class);

    /* The index of the error in the reply of Script.LOOK. */
    private static final int ERROR = 13;

    private final RedisClient client;
    private volatile boolean detached;

    /* The state in which the buffer has ended, which is final. */
    private volatile @Nullable BufferState terminal;

    /* The error that this client has closed the buffer with, and the text of another client's. */
    private volatile @Nullable Throwable ownError;
    private volatile @Nullable RemoteBufferException remoteError;

    RedisEnd(RedisClient client) {
        this.client = client;
    }

    boolean isDetached() {
        return detached;
    }

    /** Returns whether the server has lost the buffer, before this client knew of an end. */
    boolean isLost() {
        return client.isLost() && terminal == null;
    }

    void detach() {
        detached = true;
    }

    /**
     * Throws if the client has lost the buffer, or has left it.
     *
     * @param what what is attempted
     * @param written how many elements the call has written
     */
    void requireAttached(String what, int written) {
        if (detached) {
            throw new BufferDetachedException(
                    "Cannot " + what + " the buffer '" + client.name() + "': this client of it has left", written);
        }
        if (isLost()) {
            throw client.lost(written);
        }
    }

    /** Returns the state in which the buffer has ended; null if this client does not know that it has. */
    @Nullable
    BufferState terminal() {
        return detached ? BufferState.CLOSED : terminal;
    }

    /** Notes the state in a reply, and the error with it once the buffer has ended: both are final. */
    BufferState note(BufferState state) {
        if (state.isTerminal() && terminal == null) {
            try {
                Throwable unused = error();
                terminal = state;
            } catch (RuntimeException e) {
                LOGGER.debug("The error of the buffer '" + client.name() + "' is not known yet", e);
            }
        }
        return state;
    }

    /** Notes the error that this client has closed the buffer with. */
    void closedWith(@Nullable Throwable cause) {
        ownError = cause;
    }

    /** Returns what the server keeps of an error. */
    static byte[] text(@Nullable Throwable cause) {
        return RedisClient.utf8(cause == null ? "" : cause.toString());
    }

    /** Returns the error that the buffer was closed with, null if there is none. */
    @Nullable
    Throwable error() {
        if (ownError == null && remoteError == null && terminal() == null && !client.isLost()) {
            String text = client.look(Script.LOOK, RedisClient.utf8("error")).text(ERROR);
            if (!text.isEmpty()) {
                remoteError = new RemoteBufferException(text);
            }
        }
        return ownError == null ? remoteError : ownError;
    }

    /** Returns whether the stream has ended without an error. */
    boolean isClean(BufferState state) {
        return state == BufferState.DRAINED && error() == null;
    }

    BufferClosedException closed(String message, int written) {
        return new BufferClosedException(message, error(), written);
    }

    /** Returns the same failure of a call that has written some elements. */
    static RuntimeException with(RuntimeException failure, int written) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "") + ". " + written
                + " elements of this call were written before";
        if (written == 0) {
            return failure;
        }
        if (failure instanceof BufferFullException) {
            return new BufferUnavailableException(message, failure, written);
        }
        if (failure instanceof BufferUnavailableException) {
            return new BufferUnavailableException(message, failure.getCause(), written);
        }
        return failure instanceof BufferLostException ? new BufferLostException(message, written) : failure;
    }
}
