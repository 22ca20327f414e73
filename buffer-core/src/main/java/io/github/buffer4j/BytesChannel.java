package io.github.buffer4j;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.InterruptibleChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What the two channels of a buffer of bytes have in common. */
abstract class BytesChannel implements InterruptibleChannel {

    private final AtomicBoolean open = new AtomicBoolean(true);

    /** Closes the end of the buffer that this channel is a view of, because of an exception or, if null, by a call. */
    abstract void closeEnd(@Nullable IOException cause);

    /** Transfers bytes, like a call of the buffer. */
    interface Transfer {
        int run() throws InterruptedException;
    }

    final int transfer(Transfer transfer) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        try {
            return transfer.run();
        } catch (InterruptedException e) {
            throw closedByInterrupt(e);
        } catch (BufferClosedException e) {
            throw isOpen() ? BytesFailures.of(e) : new AsynchronousCloseException();
        } catch (BufferFullException e) {
            throw BytesFailures.of(e);
        }
    }

    private IOException closedByInterrupt(InterruptedException e) {
        Thread.currentThread().interrupt();
        IOException failure = new ClosedByInterruptException();
        failure.initCause(e);
        close(failure);
        return failure;
    }

    private void close(@Nullable IOException cause) {
        if (open.getAndSet(false)) {
            closeEnd(cause);
        }
    }

    @Override
    public final boolean isOpen() {
        return open.get();
    }

    @Override
    public final void close() {
        close(null);
    }
}
