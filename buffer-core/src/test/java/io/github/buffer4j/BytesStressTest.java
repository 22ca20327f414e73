package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Concurrent threads neither lose nor duplicate nor move bytes: exact checksums and totals. */
class BytesStressTest {

    private static final int CALLS = 2_000;

    static Stream<Arguments> buffers() {
        return Stream.of(Kind.BLOCK, Kind.GROWABLE)
                .flatMap(kind -> Stream.of(1, 7, 1000).map(capacity -> Arguments.of(kind, capacity)));
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void oneReaderReadsTheRunsOfEachWriterInOrderAndInOnePiece(Kind kind, int capacity) throws Exception {
        check(kind, capacity, 1, CALLS, Seed.OF_THIS_RUN);
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void severalReadersReadEachByteOnce(Kind kind, int capacity) throws Exception {
        check(kind, capacity, 3, CALLS, Seed.OF_THIS_RUN);
    }

    @ParameterizedTest
    @EnumSource(names = "RING")
    void whatARingLosesIsCounted(Kind kind) throws Exception {
        check(kind, 7, 1, CALLS, Seed.OF_THIS_RUN);
        check(kind, 1000, 3, CALLS, Seed.OF_THIS_RUN);
    }

    /** Runs once and checks all properties that hold for the kind and the number of readers. */
    static void check(Kind kind, int capacity, int readers, int calls, long seed) throws InterruptedException {
        BytesStressRun run = new BytesStressRun(kind, capacity, readers, calls, seed).finish();
        run.requireTotals();
        if (kind != Kind.RING) {
            run.requireEachByteOnce();
            if (readers == 1) {
                run.requireOrderAndWholeRuns();
            }
        }
    }

    /** More bytes than an int can count, through a buffer of 64 KB. */
    @Test
    void moreThanTwoToThe31BytesGoThroughASmallBuffer() throws Exception {
        long length = (1L << 31) + 12_345;
        byte[] data = new byte[(1 << 20) + 7];
        new Random(3).nextBytes(data);
        BytesBuffer buffer = BytesBuffer.block(1 << 16);
        Call<Boolean> writer = Call.of(() -> {
            for (long left = length; left > 0; left -= data.length) {
                buffer.write(data, 0, (int) Math.min(left, data.length));
            }
            buffer.closeWrite();
        });
        byte[] target = new byte[data.length];
        long read = 0;
        boolean equal = true;
        for (int n; (n = buffer.read(target)) > 0; read += n) {
            int from = (int) (read % data.length);
            int beforeEnd = Math.min(n, data.length - from);
            equal &= Arrays.equals(target, 0, beforeEnd, data, from, from + beforeEnd)
                    && Arrays.equals(target, beforeEnd, n, data, 0, n - beforeEnd);
        }
        writer.result();
        assertThat(equal)
                .as("each byte is the one that was written at its place")
                .isTrue();
        assertThat(read).isEqualTo(length);
        BufferStats stats = buffer.stats();
        assertThat(stats.written()).isEqualTo(length);
        assertThat(stats.read()).isEqualTo(length);
        assertThat(stats.size()).isZero();
        assertThat(stats.peakSize()).isBetween(1, 1 << 16);
    }
}
