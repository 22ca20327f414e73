package io.github.buffer4j;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/** The view of {@link BytesReader#readableChannel()}. */
final class BytesReadableChannel extends BytesChannel implements ReadableByteChannel {

    private final BytesBuffer buffer;

    BytesReadableChannel(BytesBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("The byte buffer is read-only");
        }
        return transfer(() -> buffer.read(target));
    }

    @Override
    void closeEnd(@Nullable IOException cause) {
        buffer.closeWithError(cause);
        buffer.threads.leavesView();
    }
}
