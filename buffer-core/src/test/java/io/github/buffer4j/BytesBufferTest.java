package io.github.buffer4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Corner cases of buffers of bytes, of every kind, that need no second thread. */
class BytesBufferTest {

    private static final Duration LONG = Duration.ofDays(1);

    static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    static AbstractStringAssert<?> assertHolds(BytesBuffer buffer) {
        return assertThat(buffer.snapshot()).asString(US_ASCII);
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, US_ASCII);
    }

    /** Buffers of a kind in each state: OPEN twice, with and without bytes, then DRAINING, DRAINED and CLOSED. */
    private static List<BytesBuffer> inEveryState(Kind kind) throws InterruptedException {
        List<BytesBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            BytesBuffer buffer = kind.bytes(4);
            if (i > 0) {
                buffer.write(bytes("abcd"));
            }
            if (i == 2 || i == 3) {
                buffer.closeWrite();
            }
            if (i == 3) {
                buffer.reset();
            }
            if (i == 4) {
                buffer.close();
            }
            buffers.add(buffer);
        }
        assertThat(buffers).extracting(BytesBuffer::state).endsWith(BufferState.DRAINED, BufferState.CLOSED);
        return buffers;
    }

    @ParameterizedTest
    @EnumSource
    void lengthZeroReturnsAtOnceInEveryState(Kind kind) throws Exception {
        byte[] array = new byte[4];
        ByteBuffer empty = ByteBuffer.allocateDirect(8).position(8);
        for (BytesBuffer buffer : inEveryState(kind)) {
            BufferStats before = buffer.stats();
            buffer.write(array, 4, 0);
            buffer.write(empty);
            buffer.readFully(array, 4, 0);
            assertThat(List.of(
                            buffer.offer(array, 2, 0),
                            buffer.offer(array, 2, 0, LONG),
                            buffer.offer(empty),
                            buffer.offer(empty, LONG),
                            buffer.read(array, 0, 0),
                            buffer.read(array, 0, 0, LONG),
                            buffer.read(new byte[0]),
                            buffer.read(empty),
                            buffer.read(empty, LONG),
                            buffer.peek(array, 4, 0),
                            buffer.discard(0)))
                    .containsOnly(0);
            assertThat(buffer.stats()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsAreCheckedInEveryState(Kind kind) throws Exception {
        for (BytesBuffer buffer : inEveryState(kind)) {
            BufferStats before = buffer.stats();
            for (int[] run : new int[][] {{-1, 1}, {0, -1}, {3, 2}, {5, 0}, {1, Integer.MAX_VALUE}}) {
                byte[] array = new byte[4];
                for (Call.Action call : List.<Call.Action>of(
                        () -> buffer.write(array, run[0], run[1]),
                        () -> buffer.offer(array, run[0], run[1]),
                        () -> buffer.offer(array, run[0], run[1], LONG),
                        () -> buffer.read(array, run[0], run[1]),
                        () -> buffer.read(array, run[0], run[1], LONG),
                        () -> buffer.readFully(array, run[0], run[1]),
                        () -> buffer.peek(array, run[0], run[1]))) {
                    assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
                }
                assertThat(array).containsOnly(0);
            }
            assertThatThrownBy(() -> buffer.discard(-7))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("-7");
            assertThat(buffer.stats()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyValueOfAByteIsReadAsItWasWritten(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(256);
        for (int i = 0; i < 256; i++) {
            buffer.add((byte) i);
        }
        for (int i = 0; i < 256; i++) {
            assertThat(buffer.peek()).isEqualTo(i);
            assertThat(buffer.next()).isEqualTo(i);
        }
        assertThat(buffer.peek()).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void aReadTakesWhatIsThereAndLeavesTheRestOfTheArrayAlone(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(4);
        buffer.write(bytes("-abc-"), 1, 3);
        byte[] target = bytes("......");
        assertThat(buffer.peek(target, 4, 2)).isEqualTo(2);
        assertThat(target).asString(US_ASCII).isEqualTo("....ab");
        assertThat(buffer.read(target, 1, 2)).isEqualTo(2);
        assertThat(buffer.read(target, 3, 3)).isEqualTo(1);
        assertThat(target).asString(US_ASCII).isEqualTo(".abcab");
        assertThat(buffer.read(target, 0, 6, Duration.ZERO)).isZero();
        buffer.closeWrite();
        assertThat(buffer.read(target, 0, 6, Duration.ZERO)).isEqualTo(-1);
        assertThat(buffer.read(target)).isEqualTo(-1);
        assertThat(buffer.next()).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void readFullySaysHowManyBytesCameBeforeTheEnd(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(4);
        buffer.write(bytes("abc"));
        buffer.closeWrite();
        byte[] target = bytes("......");
        assertThatThrownBy(() -> buffer.readFully(target, 1, 5))
                .isInstanceOf(EOFException.class)
                .hasMessage("The stream ended after 3 of 5 bytes");
        assertThat(target).asString(US_ASCII).isEqualTo(".abc..");
        assertThat(buffer.stats().read()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void anErrorIsReportedAfterTheLastByteAndIsNoEnd(Kind kind) throws Exception {
        IOException cause = new IOException("cut");
        BytesBuffer buffer = kind.bytes(4);
        buffer.write(bytes("ab"));
        buffer.closeWrite(cause);
        byte[] target = new byte[4];
        assertThat(buffer.read(target)).isEqualTo(2);
        for (Call.Action call : List.<Call.Action>of(
                buffer::next,
                () -> buffer.read(target),
                () -> buffer.read(target, 0, 4, Duration.ZERO),
                () -> buffer.read(ByteBuffer.wrap(target)),
                () -> buffer.readFully(target, 0, 4))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(BufferClosedException.class)
                    .hasCause(cause);
        }
    }

    // Full buffers

    @Test
    void aRingKeepsTheLastBytesOfALongRun() throws Exception {
        BytesBuffer ring = BytesBuffer.ring(4);
        ring.write(bytes("ab"));
        ring.write(bytes("0123456789"));
        assertHolds(ring).isEqualTo("6789");
        assertThat(ring.offer(ByteBuffer.wrap(bytes("xy")))).isEqualTo(2);
        assertHolds(ring).isEqualTo("89xy");
        assertThat(ring.stats().overwritten()).isEqualTo(10);
        assertThat(ring.stats().written()).isEqualTo(14);
    }

    @Test
    void aGrowableBufferTakesTheWholeRunOrNothing() throws Exception {
        BytesBuffer buffer = BytesBuffer.builder().name("lines").growable(2, 8);
        buffer.write(bytes("abcdef"));
        assertThatThrownBy(() -> buffer.write(bytes("ghi")))
                .isInstanceOf(BufferFullException.class)
                .hasMessage("No room in BytesBuffer[name=lines, size=6, capacity=8, state=OPEN] for 3 bytes");
        assertThat(buffer.offer(bytes("ghi"), 0, 3, LONG)).isEqualTo(2);
        assertThatThrownBy(() -> buffer.add((byte) 'i'))
                .isInstanceOf(BufferFullException.class)
                .hasMessageEndingWith("for 1 byte");
        assertHolds(buffer).isEqualTo("abcdefgh");
        assertThat(buffer.stats().rejected()).isEqualTo(5);
    }

    @Test
    void aBufferWithoutAMaximumGrows() throws Exception {
        BytesBuffer buffer = BytesBuffer.growable();
        byte[] data = new byte[1 << 20];
        buffer.write(data);
        buffer.write(data);
        assertThat(buffer.size()).isEqualTo(1 << 21);
        assertThat(buffer.capacity()).isEqualTo(Integer.MAX_VALUE);
    }

    /** The bytes wrap around the end of the array, at different places, when it becomes too short. */
    @ParameterizedTest
    @EnumSource
    void growthKeepsTheOrderOfBytesThatWrapAround(Kind kind) throws Exception {
        byte[] data = new byte[3000];
        new Random(4).nextBytes(data);
        int length = BytesBufferBuilder.DEFAULT_INITIAL_CAPACITY;
        for (int shift : new int[] {0, 1, 700, length - 1, length}) {
            BytesBuffer buffer =
                    kind == Kind.GROWABLE ? BytesBuffer.builder().growable(length, 4000) : kind.bytes(4000);
            buffer.write(data, 0, length);
            assertThat(buffer.read(new byte[length], 0, shift)).isEqualTo(shift);
            buffer.write(data, length, shift);
            buffer.write(data, length + shift, 900);
            assertThat(buffer.snapshot()).isEqualTo(Arrays.copyOfRange(data, shift, length + shift + 900));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSmallerCapacityAppliesAsItDoesToElements(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(6);
        buffer.write(bytes("abcdef"));
        buffer.resize(3);
        assertHolds(buffer).isEqualTo(kind == Kind.RING ? "def" : "abcdef");
        assertThat(buffer.stats().discarded()).isEqualTo(kind == Kind.RING ? 3 : 0);
        assertThat(buffer.offer(bytes("x"), 0, 1)).isEqualTo(kind == Kind.RING ? 1 : 0);
        buffer.resize(8);
        assertThat(buffer.offer(bytes("xyz"), 0, 3)).isEqualTo(kind == Kind.RING ? 3 : 2);
        buffer.close();
        assertThatThrownBy(() -> buffer.resize(4)).isInstanceOf(BufferClosedException.class);
    }

    @Test
    void capacitiesOutOfRangeAreRefused() {
        for (int capacity : new int[] {0, -1, BufferBuilder.MAX_CAPACITY + 1}) {
            for (Call.Action call : List.<Call.Action>of(
                    () -> BytesBuffer.block(capacity),
                    () -> BytesBuffer.ring(capacity),
                    () -> BytesBuffer.builder().growable(1, capacity),
                    () -> BytesBuffer.block(1).resize(capacity))) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("" + capacity);
            }
        }
    }

    // Byte buffers

    @ParameterizedTest
    @EnumSource
    void aReadOnlyTargetIsRefusedAndNothingIsRead(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(4);
        buffer.write(bytes("ab"));
        ByteBuffer target = ByteBuffer.allocate(4).asReadOnlyBuffer();
        assertThatThrownBy(() -> buffer.read(target)).isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> buffer.read(target, LONG)).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(target.position()).isZero();
        assertHolds(buffer).isEqualTo("ab");
    }

    @ParameterizedTest
    @EnumSource
    void thePositionOfASourceThatIsRefusedDoesNotChange(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(4);
        buffer.closeWrite();
        ByteBuffer source = ByteBuffer.wrap(bytes("-ab")).position(1);
        assertThatThrownBy(() -> buffer.write(source)).isInstanceOf(BufferClosedException.class);
        assertThat(buffer.offer(source)).isZero();
        assertThat(buffer.offer(source, LONG)).isZero();
        assertThat(source)
                .isEqualTo(ByteBuffer.wrap(bytes("ab")))
                .extracting(ByteBuffer::position)
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void theByteOrderMarkAndLimitOfAByteBufferStay(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(8);
        ByteBuffer source = ByteBuffer.allocateDirect(16)
                .put(bytes("-abc--"))
                .position(1)
                .mark()
                .limit(4);
        buffer.write(source);
        assertThat(source.position()).isEqualTo(4);
        assertThat(source.limit()).isEqualTo(4);
        assertThat(source.reset().position()).isEqualTo(1);
        ByteBuffer target = ByteBuffer.allocateDirect(16).position(2).mark().limit(12);
        assertThat(buffer.read(target)).isEqualTo(3);
        assertThat(target.limit()).isEqualTo(12);
        byte[] read = new byte[target.position() - 2];
        target.reset().get(read);
        assertThat(text(read, 3)).isEqualTo("abc");
    }

    // Options

    @Test
    void aBufferSaysWhatItIs() throws Exception {
        BytesBuffer buffer = BytesBuffer.builder().name("export").ring(9);
        buffer.write(bytes("ab"));
        assertThat(buffer.name()).isEqualTo("export");
        assertThat(buffer.kind()).isEqualTo(BufferKind.RING);
        assertThat(buffer).hasToString("BytesBuffer[name=export, size=2, capacity=9, state=OPEN]");
        buffer.closeWrite();
        assertThatThrownBy(() -> buffer.write(bytes("cd")))
                .hasMessage("Cannot write to BytesBuffer[name=export, size=2, capacity=9, state=DRAINING]:"
                        + " 0 of 2 bytes were written");
    }

    @Test
    void listenersLearnOfCrossingsAndOfTheTimeInTheBuffer() throws Exception {
        List<String> crossings = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        BytesBuffer buffer = BytesBuffer.builder()
                .waterMarks(6, 2, mark -> crossings.add(mark.toString()))
                .residenceListener(nanos::add)
                .block(8);
        buffer.write(bytes("abcdefg"));
        buffer.read(new byte[6]);
        assertThat(crossings).containsExactly("HIGH", "LOW");
        assertThat(nanos).isNotEmpty().allMatch(n -> n >= 0);
        assertThatThrownBy(
                        () -> BytesBuffer.builder().waterMarks(6, 2, mark -> {}).block(5))
                .isInstanceOf(IllegalArgumentException.class);
        List<String> inPercent = new ArrayList<>();
        BytesBuffer half = BytesBuffer.builder()
                .waterMarksInPercent(50, 25, mark -> inPercent.add(mark.toString()))
                .block(8);
        half.write(bytes("abcd"));
        half.discard(2);
        assertThat(inPercent).containsExactly("HIGH", "LOW");
    }
}
