package io.github.buffer4j;

import static io.github.buffer4j.AllocationTest.assertAllocatesNothing;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls on a buffer of bytes and on its streams allocate nothing, once a few of them have been made. */
class BytesAllocationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final byte[] array = new byte[64];
    private final ByteBuffer heap = ByteBuffer.allocate(64);
    private final ByteBuffer direct = ByteBuffer.allocateDirect(64);

    @ParameterizedTest
    @EnumSource
    void callsAllocateNothing(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(256);
        buffer.write(new byte[200]);
        buffer.discard(136);
        assertAllocatesNothing(List.of(
                () -> {
                    buffer.add((byte) -1);
                    buffer.next();
                },
                () -> {
                    buffer.write(array);
                    buffer.read(array);
                },
                () -> {
                    buffer.offer(array, 8, 32);
                    buffer.readFully(array, 0, 32);
                },
                () -> {
                    buffer.offer(array, 0, 64, SECOND);
                    buffer.read(array, 0, 64, SECOND);
                },
                () -> {
                    buffer.write(heap.clear());
                    buffer.read(heap.clear());
                },
                () -> {
                    buffer.write(direct.clear());
                    buffer.read(direct.clear());
                },
                () -> {
                    buffer.offer(direct.clear());
                    buffer.offer(heap.clear(), SECOND);
                    buffer.read(direct.clear(), SECOND);
                    buffer.read(heap.clear(), SECOND);
                },
                () -> {
                    buffer.peek();
                    buffer.peek(array, 0, 64);
                    buffer.size();
                    buffer.capacity();
                    buffer.state();
                    buffer.error();
                },
                () -> {
                    buffer.write(array);
                    buffer.discard(64);
                }));
    }

    @ParameterizedTest
    @EnumSource
    void streamsAllocateNothing(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(256);
        buffer.write(new byte[200]);
        buffer.discard(136);
        InputStream in = buffer.inputStream();
        InputStream timed = buffer.inputStream(SECOND);
        OutputStream out = buffer.outputStream();
        assertAllocatesNothing(List.of(
                () -> {
                    out.write(255);
                    in.read();
                },
                () -> {
                    out.write(array);
                    in.read(array);
                },
                () -> {
                    out.write(array, 0, 64);
                    timed.read(array, 0, 32);
                    in.skip(31);
                    timed.read();
                    in.available();
                }));
    }
}
