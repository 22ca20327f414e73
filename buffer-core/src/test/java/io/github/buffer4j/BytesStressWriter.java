package io.github.buffer4j;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

/** A writer of a {@link BytesStressRun}: makes random calls and records how many bytes each of them wrote. */
final class BytesStressWriter {

    /** The lengths of the runs that were written. */
    final List<Integer> runs = new ArrayList<>();

    final CRC32 checksum = new CRC32();
    long written;
    private final BytesBuffer buffer;
    private final int number;
    private final Random random;
    private final byte[] run;
    private final ByteBuffer direct;

    BytesStressWriter(BytesBuffer buffer, int number, int maxRun, Random random) {
        this.buffer = buffer;
        this.number = number;
        this.random = random;
        this.run = new byte[maxRun];
        this.direct = ByteBuffer.allocateDirect(maxRun);
    }

    /** Writes once. Bytes that do not fit are the first ones of the next call. */
    void write() throws IOException {
        int length = 1 + random.nextInt(random.nextInt(4) == 0 ? run.length : 8);
        for (int i = 0; i < length; i++) {
            run[i] = value(written + i);
        }
        int n = writeSome(length);
        if (n > 0) {
            runs.add(n);
            checksum.update(run, 0, n);
            written += n;
        }
    }

    private byte value(long index) {
        return (byte) (number << 6 | (int) (index & 63));
    }

    /** Counts the written bytes by their value. */
    void count(long[] counts) {
        for (long i = 0; i < written; i++) {
            counts[Byte.toUnsignedInt(value(i))]++;
        }
    }

    private int writeSome(int length) throws IOException {
        try {
            return transfer(length);
        } catch (InterruptedWriteException e) {
            return e.written();
        } catch (InterruptedIOException e) {
            Thread.interrupted();
            return e.bytesTransferred;
        } catch (InterruptedException | BufferFullException e) {
            return 0;
        } catch (IOException e) {
            if (e.getCause() instanceof BufferFullException) {
                return 0;
            }
            throw e;
        }
    }

    private int transfer(int length) throws IOException, InterruptedException {
        switch (random.nextInt(8)) {
            case 0 -> buffer.write(run, 0, length);
            case 1 -> buffer.write(ByteBuffer.wrap(run, 0, length));
            case 2 -> buffer.write(direct.clear().put(run, 0, length).flip());
            case 3 -> buffer.outputStream().write(run, 0, length);
            case 4 -> {
                return buffer.offer(run, 0, length);
            }
            case 5 -> {
                return buffer.offer(run, 0, length, shortTime());
            }
            case 6 -> {
                return buffer.offer(direct.clear().put(run, 0, length).flip(), shortTime());
            }
            default -> {
                buffer.add(run[0]);
                return 1;
            }
        }
        return length;
    }

    private Duration shortTime() {
        return Duration.ofNanos(random.nextInt(200_000));
    }
}
