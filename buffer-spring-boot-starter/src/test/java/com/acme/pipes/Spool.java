package com.acme.pipes;

import io.github.buffer4j.BytesBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What is to be sent to a peer that may be slow. */
// docs/bytes.md
final class Spool {

    private final BytesBuffer waiting = BytesBuffer.builder().growable(1024, 16 * 1024 * 1024);

    void send(byte[] message) throws InterruptedException {
        waiting.write(message); // never waits: a message that does not fit is a BufferFullException
    }

    void end() {
        waiting.closeWrite();
    }

    void run(OutputStream peer) throws IOException {
        try (InputStream in = waiting.inputStream()) {
            in.transferTo(peer); // until the end; a peer that fails closes the buffer
        }
    }
}
// end
