package io.github.buffer4j;

import static io.github.buffer4j.Interleavings.explore;
import static io.github.buffer4j.Interleavings.require;
import static io.github.buffer4j.LincheckThread.outcomes;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The waiting calls on a buffer of bytes, under the interleavings that Lincheck explores. */
@Timeout(600)
@UsesLincheck
class LincheckBytesTest {

    /** Reads the given number of bytes and concatenates them. */
    private static String read(BytesBuffer buffer, int count) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(buffer.next());
        }
        return text.toString();
    }

    @Test
    void aRunLongerThanTheCapacityReachesItsReader() {
        explore(() -> {
            BytesBuffer buffer = BytesBuffer.block(2);
            LincheckThread writer = LincheckThread.of(() -> buffer.write(new byte[] {1, 2, 3}));
            byte[] target = new byte[3];
            buffer.readFully(target, 0, 3);
            require(target[0] + "" + target[1] + target[2], "123");
            require(outcomes(writer), "done");
        });
    }

    @Test
    void runsOfAnArrayAndOfAByteBufferDoNotMix() {
        explore(() -> {
            BytesBuffer buffer = BytesBuffer.block(1);
            ByteBuffer source = ByteBuffer.wrap(new byte[] {8, 9});
            LincheckThread first = LincheckThread.of(() -> buffer.write(new byte[] {1, 2}));
            LincheckThread second = LincheckThread.of(() -> buffer.write(source));
            require(read(buffer, 4), "1289", "8912");
            require(outcomes(first, second), "done, done");
            require(source.remaining(), 0);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aRunOfTwoWakesTwoReaders(Kind kind) {
        explore(() -> {
            BytesBuffer buffer = kind.bytes(2);
            LincheckThread first = LincheckThread.of(() -> buffer.next());
            LincheckThread second = LincheckThread.of(() -> buffer.read(new byte[1]));
            buffer.write(new byte[] {1, 1});
            require(outcomes(first, second), "1, 1");
            require(buffer.size(), 0);
        });
    }

    @Test
    void aReadOfTwoFreesTwoWriters() {
        explore(() -> {
            BytesBuffer buffer = BytesBuffer.block(2);
            buffer.write(new byte[] {1, 2});
            LincheckThread first = LincheckThread.of(() -> buffer.add((byte) 3));
            LincheckThread second = LincheckThread.of(() -> buffer.add((byte) 4));
            require(buffer.read(new byte[2]), 2);
            require(outcomes(first, second), "done, done");
            require(read(buffer, 2), "34", "43");
        });
    }

    @Test
    void closingDuringAWriteAndAReadReportsExactCounts() {
        explore(() -> {
            BytesBuffer buffer = BytesBuffer.block(1);
            LincheckThread writer = LincheckThread.of(() -> buffer.write(new byte[] {1, 2, 3}));
            LincheckThread reader = LincheckThread.of(() -> buffer.next());
            buffer.closeWrite();
            require(
                    outcomes(reader, writer) + ", " + buffer.snapshot().length,
                    "-1, closed after 0, 0",
                    "1, closed after 1, 0",
                    "1, closed after 2, 1");
        });
    }

    @Test
    void aProducerThatFailsIsNeverTakenForTheEnd() {
        explore(() -> {
            BytesBuffer buffer = BytesBuffer.block(1);
            LincheckThread reader = LincheckThread.of(() -> {
                int read = 0;
                try {
                    while (buffer.inputStream().read() >= 0) {
                        read++;
                    }
                    return "end after " + read;
                } catch (IOException e) {
                    return "failure after " + read;
                }
            });
            try {
                buffer.produce(out -> {
                    out.write(1);
                    throw new IOException("no report");
                });
            } catch (IOException e) {
                require(String.valueOf(e.getMessage()), "no report");
            }
            require(outcomes(reader), "failure after 1");
        });
    }

    @Test
    void anInterruptedRunReportsTheExactCountAndAdmitsOthers() {
        explore(() -> {
            BytesBuffer buffer = BytesBuffer.block(1);
            LincheckThread run = LincheckThread.of(() -> buffer.write(new byte[] {1, 2}));
            LincheckThread other = LincheckThread.of(() -> buffer.add((byte) 9));
            buffer.size();
            run.interrupt();
            String read = read(buffer, 1);
            switch (run.outcome()) {
                case "interrupted after 0" -> require(read, "9");
                case "interrupted after 1" -> require(read + read(buffer, 1), "19", "91");
                default -> require(read + read(buffer, 2), "129", "912");
            }
            require(outcomes(run, other), "interrupted after 0, done", "interrupted after 1, done", "done, done");
            require(buffer.size(), 0);
        });
    }
}
