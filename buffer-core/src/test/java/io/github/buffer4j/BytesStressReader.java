package io.github.buffer4j;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.InterruptedByTimeoutException;
import java.time.Duration;
import java.util.Random;

/** A reader of a {@link BytesStressRun}: makes random calls until the stream ends and records what it read. */
final class BytesStressReader {

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BytesBuffer buffer;
    private final Random random;
    private final byte[] target;
    private final ByteBuffer direct;

    BytesStressReader(BytesBuffer buffer, int maxRun, Random random) {
        this.buffer = buffer;
        this.random = random;
        this.target = new byte[maxRun];
        this.direct = ByteBuffer.allocateDirect(maxRun);
    }

    /** Reads until the end of the stream, despite interrupts. */
    void readToTheEnd() throws IOException {
        int n = 0;
        while (n >= 0) {
            n = readSome(1 + random.nextInt(target.length));
            bytes.write(target, 0, Math.max(0, n));
        }
        if (buffer.state() != BufferState.DRAINED) {
            throw new AssertionError("the end was reported early");
        }
    }

    /* Returns how many bytes are at the start of the target, or -1 at the end of the stream. */
    private int readSome(int max) throws IOException {
        try {
            return transfer(max);
        } catch (InterruptedReadException e) {
            return e.read();
        } catch (InterruptedIOException e) {
            Thread.interrupted();
            return 0;
        } catch (InterruptedException | InterruptedByTimeoutException e) {
            return 0;
        }
    }

    private int transfer(int max) throws IOException, InterruptedException {
        return switch (random.nextInt(8)) {
            case 0 -> single(buffer.next());
            case 1 -> buffer.read(target, 0, max);
            case 2 -> buffer.read(target, 0, max, shortTime());
            case 3 -> fromDirect(buffer.read(direct.clear().limit(max)));
            case 4 -> fromDirect(buffer.read(direct.clear().limit(max), shortTime()));
            case 5 -> buffer.inputStream().read(target, 0, max);
            case 6 -> buffer.inputStream(shortTime()).read(target, 0, max);
            default -> fully(max);
        };
    }

    private int single(int value) {
        target[0] = (byte) value;
        return value < 0 ? -1 : 1;
    }

    private int fromDirect(int n) {
        direct.flip().get(target, 0, Math.max(0, n));
        return n;
    }

    /* The exception says in words how many bytes came before the end. */
    private int fully(int length) throws InterruptedException {
        try {
            buffer.readFully(target, 0, length);
            return length;
        } catch (EOFException e) {
            return Integer.parseInt(String.valueOf(e.getMessage()).split(" ", -1)[4]);
        }
    }

    private Duration shortTime() {
        return Duration.ofNanos(1 + random.nextInt(200_000));
    }
}
