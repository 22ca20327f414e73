package io.github.buffer4j;

import static io.github.buffer4j.BytesBufferTest.assertHolds;
import static io.github.buffer4j.BytesBufferTest.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory of a buffer of bytes is allocated as needed and released at the end, and sequence numbers may overflow. */
class BytesStorageTest {

    private static final int LARGE = 100_000;

    /** A call by which bytes leave. */
    private interface Exit {
        void from(BytesBuffer buffer) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void anEndedBufferHasNoStorage(Kind kind) throws Exception {
        for (Exit exit : List.<Exit>of(
                BytesBuffer::close,
                b -> {
                    b.closeWrite();
                    b.readFully(new byte[LARGE], 0, LARGE);
                },
                b -> {
                    b.closeWrite();
                    b.discard(LARGE);
                },
                b -> {
                    b.reset();
                    b.closeWrite();
                },
                b -> {
                    b.closeWrite();
                    b.inputStream().readAllBytes();
                })) {
            BytesBuffer buffer = kind.bytes(LARGE);
            long empty = Footprint.of(buffer);
            buffer.write(new byte[LARGE]);
            assertThat(Footprint.of(buffer)).isGreaterThanOrEqualTo(empty + LARGE);
            exit.from(buffer);
            assertThat(buffer.state().isTerminal()).isTrue();
            assertThat(Footprint.of(buffer)).isEqualTo(empty);
        }
    }

    @ParameterizedTest
    @EnumSource
    void storageIsAllocatedAsBytesAreWritten(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(BufferBuilder.MAX_CAPACITY);
        long empty = Footprint.of(buffer);
        buffer.add((byte) 1);
        assertThat(Footprint.of(buffer)).isLessThan(empty + 2048);
        buffer.write(new byte[10_000]);
        assertThat(Footprint.of(buffer)).isLessThan(empty + 15_100);
    }

    @Test
    void aGrowableBufferReleasesStorageAfterABurst() throws Exception {
        BytesBuffer buffer = BytesBuffer.growable();
        buffer.write(new byte[1]);
        buffer.reset();
        long small = Footprint.of(buffer);
        for (Exit exit : List.<Exit>of(
                BytesBuffer::reset,
                b -> b.readFully(new byte[LARGE], 0, LARGE),
                b -> b.inputStream().readNBytes(LARGE))) {
            buffer.write(new byte[LARGE]);
            assertThat(Footprint.of(buffer)).isGreaterThanOrEqualTo(small + LARGE - 2048);
            exit.from(buffer);
            assertThat(Footprint.of(buffer)).isEqualTo(small);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "RING"})
    void anEmptyBufferThatIsResizedDownReleasesItsStorage(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(LARGE);
        long unused = Footprint.of(buffer);
        buffer.write(new byte[LARGE]);
        buffer.reset();
        buffer.resize(10);
        assertThat(Footprint.of(buffer)).isEqualTo(unused);
    }

    // Sequence numbers

    static Stream<Arguments> starts() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> SequenceNumberTest.STARTS.stream().map(start -> Arguments.of(kind, start)));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void bytesPassTheLimitOfSequenceNumbers(Kind kind, long start) throws Exception {
        BytesBuffer buffer = kind.bytes(8);
        buffer.contents.head = start;
        buffer.contents.tail = start;
        buffer.write(bytes("ab"));
        for (char c = 'c'; c <= 'm'; c++) {
            buffer.add((byte) c);
            assertThat(buffer.next()).isEqualTo(c - 2);
            assertThat(buffer.size()).isEqualTo(2);
        }
        buffer.write(bytes("nopqr"));
        assertHolds(buffer).isEqualTo("lmnopqr");
        byte[] target = new byte[5];
        assertThat(buffer.read(target)).isEqualTo(5);
        assertThat(target).asString(US_ASCII).isEqualTo("lmnop");
        buffer.resize(16);
        assertThat(buffer.offer(bytes("0123456789ABCDEF"), 2, 14)).isEqualTo(14);
        assertHolds(buffer).isEqualTo("qr23456789ABCDEF");
        assertThat(buffer.discard(3)).isEqualTo(3);
        BufferStats stats = buffer.stats();
        assertThat(stats.written() - start).isEqualTo(32);
        assertThat(stats.read() - start).isEqualTo(16);
        assertThat(stats.written())
                .isEqualTo(
                        stats.read() + stats.overwritten() + stats.discarded() + stats.droppedOnClose() + stats.size());
    }
}
