package com.acme.pipes;

import io.github.buffer4j.BytesBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The latest output of a process. */
// docs/bytes.md
final class Tail {

    private final BytesBuffer latest = BytesBuffer.ring(64 * 1024);

    void follow(InputStream output) throws IOException {
        output.transferTo(latest.outputStream()); // never waits
    }

    InputStream latest() {
        return new ByteArrayInputStream(latest.snapshot()); // oldest byte first; nothing is taken
    }
}
// end
