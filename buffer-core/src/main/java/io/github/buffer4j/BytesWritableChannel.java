package io.github.buffer4j;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** The view of {@link BytesWriter#writableChannel()}. */
final class BytesWritableChannel extends BytesChannel implements WritableByteChannel {

    private final BytesBuffer buffer;

    BytesWritableChannel(BytesBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return transfer(() -> {
            int length = source.remaining();
            buffer.write(source);
            return length;
        });
    }

    @Override
    void closeEnd(@Nullable IOException cause) {
        if (cause == null) {
            buffer.closeWrite();
        } else {
            buffer.closeWrite(cause);
        }
    }
}
