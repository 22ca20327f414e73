package io.github.buffer4j;

import static io.github.buffer4j.BytesBufferTest.assertHolds;
import static io.github.buffer4j.BytesBufferTest.bytes;
import static io.github.buffer4j.WaitingContract.LONG;
import static io.github.buffer4j.WaitingContract.SHORT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for bytes and for room, and what ends it. */
class BytesWaitingTest {

    private static final Duration MINUS_INFINITY = Duration.ofSeconds(Long.MIN_VALUE);

    private final IOException cut = new IOException("the cable was cut");

    private static BytesBuffer full() throws InterruptedException {
        BytesBuffer buffer = BytesBuffer.block(4);
        buffer.write(bytes("abcd"));
        return buffer;
    }

    private static String read(BytesBuffer buffer, int count) throws Exception {
        byte[] target = new byte[count];
        buffer.readFully(target, 0, count);
        return new String(target, US_ASCII);
    }

    // Reading

    @ParameterizedTest
    @EnumSource
    void everyReadWaitsForTheFirstByteOnly(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(4);
        ByteBuffer target = ByteBuffer.allocateDirect(4);
        Call<Integer> reader = Call.of(() -> buffer.read(new byte[4])).awaitWaiting(buffer, 1);
        buffer.write(bytes("ab"));
        assertThat(reader.result()).isEqualTo(2);
        reader = Call.of(() -> buffer.read(target)).awaitWaiting(buffer, 1);
        buffer.offer(bytes("cde"), 0, 3);
        assertThat(reader.result()).isEqualTo(3);
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes("cde")));
        reader = Call.of(() -> buffer.read(new byte[4], 0, 4, LONG)).awaitWaiting(buffer, 1);
        buffer.offer(ByteBuffer.wrap(bytes("f")));
        assertThat(reader.result()).isEqualTo(1);
        reader = Call.of(() -> buffer.next()).awaitWaiting(buffer, 1);
        buffer.add((byte) 'g');
        assertThat(reader.result()).isEqualTo('g');
    }

    @ParameterizedTest
    @EnumSource
    void readFullyWaitsForAllBytes(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(4);
        Call<String> reader = Call.of(() -> read(buffer, 6)).awaitWaiting(buffer, 1);
        for (String part : List.of("ab", "cde")) {
            buffer.write(bytes(part));
            await().until(() -> buffer.size() == 0);
            reader.awaitWaiting(buffer, 1);
        }
        buffer.write(bytes("fgh"));
        assertThat(reader.result()).isEqualTo("abcdef");
        assertHolds(buffer).isEqualTo("gh");
    }

    @ParameterizedTest
    @EnumSource
    void aTimedReadReturnsZeroOnTimeOutAndMinusOneAtTheEnd(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(4);
        byte[] target = new byte[4];
        assertThat(buffer.read(target, 0, 4, SHORT)).isZero();
        assertThat(buffer.read(ByteBuffer.wrap(target), SHORT)).isZero();
        assertThat(buffer.read(target, 0, 4, MINUS_INFINITY)).isZero();
        assertThat(buffer.state()).isEqualTo(BufferState.OPEN);
        Call<Integer> reader = Call.of(() -> buffer.read(target, 0, 4, LONG)).awaitWaiting(buffer, 1);
        buffer.closeWrite();
        assertThat(reader.result()).isEqualTo(-1);
        assertThat(buffer.read(target, 0, 4, SHORT)).isEqualTo(-1);
        assertThat(buffer.read(ByteBuffer.wrap(target), MINUS_INFINITY)).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void aRunWakesAReaderForEachByte(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(4);
        List<Call<Integer>> readers = WaitingContract.waiting(buffer, 3, buffer::next);
        buffer.write(bytes("abc"));
        assertThat(WaitingContract.results(readers)).containsExactlyInAnyOrder((int) 'a', (int) 'b', (int) 'c');
    }

    // Writing

    @Test
    void aRunLongerThanTheCapacityGoesThroughInParts() throws Exception {
        BytesBuffer buffer = BytesBuffer.block(4);
        ByteBuffer source = ByteBuffer.wrap(bytes("abcdefghij"));
        Call<Boolean> writer = Call.of(() -> buffer.write(source)).awaitWaiting(buffer, 1);
        assertHolds(buffer).isEqualTo("abcd");
        assertThat(read(buffer, 10)).isEqualTo("abcdefghij");
        writer.result();
        assertThat(source.remaining()).isZero();
    }

    @Test
    void runsOfSeveralWritersStayContiguous() throws Exception {
        BytesBuffer buffer = BytesBuffer.block(4);
        Call<Boolean> first = Call.of(() -> buffer.write(bytes("aaaaaa"))).awaitWaiting(buffer, 1);
        Call<Boolean> second =
                Call.of(() -> buffer.write(ByteBuffer.wrap(bytes("bbbbbb")))).awaitWaiting(buffer, 2);
        Call<Integer> third =
                Call.of(() -> buffer.offer(bytes("cccccc"), 0, 6, LONG)).awaitWaiting(buffer, 3);
        Call<Boolean> fourth = Call.of(() -> buffer.add((byte) 'd')).awaitWaiting(buffer, 4);
        assertThat(buffer.offer(bytes("e"), 0, 1)).isZero();
        String read = read(buffer, 19);
        assertThat(read).contains("aaaaaa", "bbbbbb", "cccccc", "d").startsWith("a");
        first.result();
        second.result();
        assertThat(third.result()).isEqualTo(6);
        fourth.result();
    }

    @Test
    void aWriterInTheMiddleOfItsRunKeepsOthersOutAlthoughThereIsRoom() throws Exception {
        BytesBuffer buffer = BytesBuffer.block(4);
        Call<Boolean> run = Call.of(() -> buffer.write(bytes("abcdef"))).awaitWaiting(buffer, 1);
        buffer.lock.lock();
        try {
            buffer.discard(4);
            run.awaitQueuedFor(buffer);
            assertThat(buffer.offer(bytes("x"), 0, 1)).isZero();
            assertThat(buffer.offer(bytes("x"), 0, 1, MINUS_INFINITY)).isZero();
        } finally {
            buffer.lock.unlock();
        }
        run.result();
        assertHolds(buffer).isEqualTo("ef");
    }

    @Test
    void aTimedOfferWritesWhatFitsInTime() throws Exception {
        BytesBuffer buffer = BytesBuffer.block(4);
        ByteBuffer source = ByteBuffer.wrap(bytes("-abcdef")).position(1);
        assertThat(buffer.offer(source, SHORT)).isEqualTo(4);
        assertThat(source.position()).isEqualTo(5);
        assertThat(buffer.offer(source, SHORT)).isZero();
        assertThat(buffer.stats().rejected()).isEqualTo(4);
        Call<Integer> offer = Call.of(() -> buffer.offer(source, LONG)).awaitWaiting(buffer, 1);
        assertThat(Call.of(() -> read(buffer, 6)).result()).isEqualTo("abcdef");
        assertThat(offer.result()).isEqualTo(2);
        assertThat(source.remaining()).isZero();
    }

    @Test
    void aTimeOutOfZeroOrLessMeansOneAttempt() throws Exception {
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofNanos(-1), MINUS_INFINITY)) {
            BytesBuffer buffer = BytesBuffer.block(4);
            Call<Integer> offer = Call.of(() -> buffer.offer(bytes("abcdef"), 0, 6, timeout));
            assertThat(offer.result()).isEqualTo(4);
            assertHolds(buffer).isEqualTo("abcd");
        }
    }

    @Test
    void everyWayToMakeRoomWakesAWriter() throws Exception {
        BytesBuffer buffer = full();
        for (Call.Action action : List.<Call.Action>of(
                buffer::next,
                () -> buffer.read(new byte[1]),
                () -> buffer.read(ByteBuffer.allocate(1)),
                () -> buffer.discard(1),
                () -> buffer.resize(buffer.capacity() + 1),
                () -> buffer.readFully(new byte[2], 0, 2))) {
            Call<Boolean> writer = Call.of(() -> buffer.add((byte) 'x')).awaitWaiting(buffer, 1);
            action.run();
            writer.result();
            buffer.offer(new byte[8], 0, 8);
        }
        List<Call<Boolean>> writers = WaitingContract.waiting(buffer, 3, () -> {
            buffer.add((byte) 'y');
            return true;
        });
        buffer.reset();
        WaitingContract.results(writers);
        assertHolds(buffer).isEqualTo("yyy");
    }

    // Interrupts

    /** What the call says, and what it leaves: nothing is written, nothing is lost. */
    @ParameterizedTest
    @EnumSource
    void everyWaitingCallThrowsOnEntryIfInterrupted(Kind kind) throws Exception {
        BytesBuffer buffer = kind.bytes(4);
        buffer.write(bytes("ab"));
        BufferStats before = buffer.stats();
        ByteBuffer two = ByteBuffer.allocate(2);
        List<Call.Action> reads = List.of(
                buffer::next,
                () -> buffer.read(new byte[2]),
                () -> buffer.read(new byte[2], 0, 2, LONG),
                () -> buffer.read(two),
                () -> buffer.readFully(new byte[2], 0, 2));
        List<Call.Action> writes = List.of(
                () -> buffer.write(new byte[2]),
                () -> buffer.write(two),
                () -> buffer.offer(new byte[2], 0, 2, LONG),
                () -> buffer.offer(two, Duration.ZERO));
        for (Call.Action call : reads) {
            assertThat(interruptedOnEntry(call)).startsWith("interrupted");
        }
        assertThat(interruptedOnEntry(() -> buffer.add((byte) 'c'))).isEqualTo("interrupted");
        for (Call.Action call : writes) {
            assertThat(interruptedOnEntry(call)).isEqualTo("interrupted after 0");
        }
        assertThat(two.position()).isZero();
        assertThat(buffer.stats()).isEqualTo(before);
    }

    private static String interruptedOnEntry(Call.Action call) throws Exception {
        return Call.of(() -> {
                    Thread.currentThread().interrupt();
                    call.run();
                })
                .outcome();
    }

    @Test
    void anInterruptedWriteSaysHowManyBytesWereWritten() throws Exception {
        BytesBuffer buffer = BytesBuffer.block(4);
        ByteBuffer source = ByteBuffer.wrap(bytes("abcdef"));
        Call<Boolean> writer = Call.of(() -> buffer.write(source)).awaitWaiting(buffer, 1);
        writer.interrupt();
        InterruptedWriteException e = writer.failure(InterruptedWriteException.class);
        assertThat(e).hasMessage("Interrupted after 4 of 6 bytes were written");
        assertThat(e.written()).isEqualTo(4);
        assertThat(source.position()).isEqualTo(4);
        assertThat(writer.interruptedAtEnd()).isFalse();
        ByteBuffer rest = ByteBuffer.wrap(bytes("gh"));
        Call<Integer> offer = Call.of(() -> buffer.offer(rest, LONG)).awaitWaiting(buffer, 1);
        buffer.next();
        await().until(() -> buffer.size() == 4);
        offer.awaitWaiting(buffer, 1).interrupt();
        assertThat(offer.outcome()).isEqualTo("interrupted after 1");
        assertThat(rest.position()).isEqualTo(1);
        assertHolds(buffer).isEqualTo("bcdg");
    }

    @Test
    void anInterruptedReadFullySaysHowManyBytesWereRead() throws Exception {
        BytesBuffer buffer = BytesBuffer.block(4);
        buffer.write(bytes("abc"));
        byte[] target = new byte[6];
        Call<Boolean> reader = Call.of(() -> buffer.readFully(target, 1, 5)).awaitWaiting(buffer, 1);
        reader.interrupt();
        InterruptedReadException e = reader.failure(InterruptedReadException.class);
        assertThat(e)
                .hasMessage("Interrupted after 3 of 5 bytes were read")
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(e.read()).isEqualTo(3);
        assertThat(new String(target, 1, 3, US_ASCII)).isEqualTo("abc");
    }

    @Test
    void anInterruptedWriterInTheMiddleOfItsRunLetsOthersIn() throws Exception {
        BytesBuffer buffer = BytesBuffer.block(4);
        Call<Boolean> run = Call.of(() -> buffer.write(bytes("abcdef"))).awaitWaiting(buffer, 1);
        Call<Boolean> other = Call.of(() -> buffer.write(bytes("xy"))).awaitWaiting(buffer, 2);
        run.interrupt();
        assertThat(run.outcome()).isEqualTo("interrupted after 4");
        assertThat(read(buffer, 6)).isEqualTo("abcdxy");
        other.result();
    }

    // Closing

    @Test
    void closingWakesAllWritersWhichSayHowManyBytesWereWritten() throws Exception {
        BytesBuffer buffer = BytesBuffer.block(4);
        ByteBuffer source = ByteBuffer.wrap(bytes("abcdef"));
        Call<Boolean> run = Call.of(() -> buffer.write(source)).awaitWaiting(buffer, 1);
        Call<Boolean> add = Call.of(() -> buffer.add((byte) 'x')).awaitWaiting(buffer, 2);
        Call<Integer> offer =
                Call.of(() -> buffer.offer(bytes("yz"), 0, 2, LONG)).awaitWaiting(buffer, 3);
        buffer.closeWrite(cut);
        assertThat(run.outcome()).isEqualTo("closed after 4 by the cable was cut");
        assertThat(add.outcome()).isEqualTo("closed by the cable was cut");
        assertThat(offer.result()).isZero();
        assertThat(source.position()).isEqualTo(4);
        assertThat(read(buffer, 4)).isEqualTo("abcd");
        assertThat(buffer.stats().rejected()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void closingWakesAllReaders(Kind kind) throws Exception {
        for (boolean graceful : new boolean[] {true, false}) {
            BytesBuffer buffer = kind.bytes(4);
            List<Call<Integer>> readers = List.of(
                    Call.of(() -> buffer.next()).awaitWaiting(buffer, 1),
                    Call.of(() -> buffer.read(new byte[2])).awaitWaiting(buffer, 2),
                    Call.of(() -> buffer.read(ByteBuffer.allocate(2), LONG)).awaitWaiting(buffer, 3));
            if (graceful) {
                buffer.closeWrite();
            } else {
                buffer.closeWithError(cut);
            }
            for (Call<Integer> reader : readers) {
                assertThat(reader.outcome()).isEqualTo(graceful ? "-1" : "closed by the cable was cut");
            }
        }
    }

    @Test
    void closingDropsAndCountsTheBytesThatWereNotRead() throws Exception {
        BytesBuffer buffer = full();
        buffer.close();
        assertThat(buffer.stats().droppedOnClose()).isEqualTo(4);
        assertThat(buffer.size()).isZero();
        assertThat(buffer.snapshot()).isEmpty();
        assertThat(buffer.peek()).isEqualTo(-1);
        assertThatThrownBy(buffer::next)
                .isInstanceOf(BufferClosedException.class)
                .hasNoCause();
    }

    // Pools

    /** All threads of the pool wait before the tasks that end their waits are submitted. */
    @Test
    void aPoolIsCompensatedForThreadsThatWaitForBytesOrForRoom() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(2);
        BytesBuffer buffer = BytesBuffer.block(1);
        try {
            List<ForkJoinTask<Integer>> readers =
                    submit(pool, () -> buffer.inputStream().read());
            List<ForkJoinTask<Integer>> writers = submit(pool, () -> writeOne(buffer));
            for (int i = 0; i < 4; i++) {
                assertThat(Patience.result(readers.get(i))).isZero();
                Patience.result(writers.get(i));
            }
            buffer.add((byte) 0);
            writers = submit(pool, () -> writeOne(buffer));
            readers = submit(pool, buffer::next);
            for (int i = 0; i < 4; i++) {
                Patience.result(writers.get(i));
                assertThat(Patience.result(readers.get(i))).isZero();
            }
        } finally {
            buffer.close();
            pool.shutdownNow();
        }
    }

    private static int writeOne(BytesBuffer buffer) throws IOException {
        buffer.outputStream().write(new byte[1]);
        return 1;
    }

    private static List<ForkJoinTask<Integer>> submit(ForkJoinPool pool, Callable<Integer> call) {
        return Stream.generate(() -> pool.submit(call)).limit(4).toList();
    }
}
