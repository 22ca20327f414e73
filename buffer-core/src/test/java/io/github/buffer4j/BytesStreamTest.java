package io.github.buffer4j;

import static io.github.buffer4j.BytesBufferTest.assertHolds;
import static io.github.buffer4j.BytesBufferTest.bytes;
import static io.github.buffer4j.WaitingContract.SHORT;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.buffer4j.ReaderThread.Activity;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.InterruptedByTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The streams of a buffer of bytes keep the contracts of {@link InputStream} and {@link OutputStream}. */
class BytesStreamTest {

    private final IOException cut = new IOException("the cable was cut");
    private final BytesBuffer buffer = BytesBuffer.block(8);
    private final InputStream in = buffer.inputStream();
    private final OutputStream out = buffer.outputStream();

    // Input

    @Test
    void readReturnsEachByteAndThenMinusOne() throws Exception {
        out.write(0x1FF);
        out.write(new byte[] {0, -128});
        out.close();
        assertThat(List.of(in.read(), in.read(), in.read(), in.read(), in.read()))
                .containsExactly(255, 0, 128, -1, -1);
        assertThat(in.read(new byte[4])).isEqualTo(-1);
        assertThat(in.read(new byte[0])).isZero();
        assertThat(in.available()).isZero();
    }

    @Test
    void availableIsTheNumberOfBytesThatCanBeReadWithoutWaiting() throws Exception {
        assertThat(in.available()).isZero();
        out.write(bytes("abc"));
        assertThat(in.available()).isEqualTo(3);
        assertThat(in.read(new byte[8])).isEqualTo(3);
        assertThat(in.available()).isZero();
    }

    @Test
    void skipReadsWhatIsThereAfterWaitingForTheFirstByte() throws Exception {
        assertThat(in.skip(0)).isZero();
        assertThat(in.skip(-3)).isZero();
        Call<Long> skip = Call.of(() -> in.skip(5)).awaitWaiting(buffer, 1);
        out.write(bytes("abc"));
        assertThat(skip.result()).isBetween(1L, 3L);
        buffer.reset();
        out.write(bytes("abcdef"));
        assertThat(in.skip(4)).isEqualTo(4);
        assertThat(in.read()).isEqualTo('e');
        assertThat(in.skip(Long.MAX_VALUE)).isEqualTo(1);
        out.write(bytes("xyz"));
        out.close();
        in.skipNBytes(2);
        assertThat(in.read()).isEqualTo('z');
        assertThat(in.skip(3)).isZero();
        assertThatThrownBy(() -> in.skipNBytes(1)).isInstanceOf(EOFException.class);
        BufferStats stats = buffer.stats();
        assertThat(stats.written()).isEqualTo(stats.read() + stats.discarded()).isEqualTo(12);
        assertThat(stats.discarded()).isEqualTo(3 - skip.result());
    }

    @Test
    void theMethodsThatReadToTheEndDoSo() throws Exception {
        byte[] data = new byte[100_000];
        new Random(1).nextBytes(data);
        for (int i = 0; i < 3; i++) {
            BytesBuffer pipe = BytesBuffer.block(1000);
            Call<Boolean> writer = Call.of(() -> {
                try (OutputStream stream = pipe.outputStream()) {
                    stream.write(data);
                }
            });
            InputStream stream = pipe.inputStream();
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            if (i == 0) {
                assertThat(stream.transferTo(copy)).isEqualTo(data.length);
            } else if (i == 1) {
                copy.write(stream.readAllBytes());
            } else {
                copy.write(stream.readNBytes(70_000));
                byte[] rest = new byte[40_000];
                assertThat(stream.readNBytes(rest, 5, 39_000)).isEqualTo(30_000);
                copy.write(rest, 5, 30_000);
            }
            assertThat(copy.toByteArray()).isEqualTo(data);
            assertThat(stream.read()).isEqualTo(-1);
            writer.result();
        }
    }

    @Test
    void marksAreNotSupported() {
        assertThat(in.markSupported()).isFalse();
        assertThatThrownBy(in::reset).isInstanceOf(IOException.class);
    }

    @Test
    void closingTheInputStreamFailsWriters() throws Exception {
        out.write(bytes("abcdefgh"));
        Call<Boolean> writer = Call.of(() -> out.write('i')).awaitWaiting(buffer, 1);
        in.close();
        in.close();
        writer.failure(IOException.class);
        assertThatThrownBy(() -> out.write('j')).isInstanceOf(IOException.class);
        out.close();
        assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
        for (Call.Action call : List.<Call.Action>of(
                in::read, () -> in.read(new byte[1]), in::available, () -> in.skip(1), in::readAllBytes)) {
            assertThatThrownBy(call::run).isInstanceOf(IOException.class).hasMessage("The stream is closed");
        }
    }

    @Test
    void anotherViewOfAClosedBufferSaysThatItIsClosed() throws Exception {
        buffer.closeWithError(cut);
        assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasCause(cut);
        assertThatThrownBy(() -> in.read(new byte[1]))
                .isInstanceOf(IOException.class)
                .hasCause(cut);
        assertThatThrownBy(() -> out.write('a')).isInstanceOf(IOException.class).hasCause(cut);
        assertThatThrownBy(() -> out.write(bytes("ab")))
                .isInstanceOf(IOException.class)
                .hasCause(cut);
        assertThat(in.available()).isZero();
    }

    @Test
    void aReadThatTimesOutClosesNothing() throws Exception {
        InputStream timed = buffer.inputStream(SHORT);
        for (Call.Action call : List.<Call.Action>of(
                timed::read, () -> timed.read(new byte[3]), () -> timed.skip(2), timed::readAllBytes)) {
            assertThatThrownBy(call::run).isInstanceOf(InterruptedByTimeoutException.class);
        }
        assertThat(buffer.state()).isEqualTo(BufferState.OPEN);
        out.write(bytes("abc"));
        assertThat(timed.read()).isEqualTo('a');
        assertThat(timed.read(new byte[3])).isEqualTo(2);
        out.close();
        assertThat(timed.read()).isEqualTo(-1);
        for (Duration timeout : List.of(Duration.ZERO, Duration.ofNanos(-1))) {
            assertThatThrownBy(() -> buffer.inputStream(timeout))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(timeout.toString());
        }
        assertThat(buffer.inputStream(Duration.ofSeconds(Long.MAX_VALUE)).read())
                .isEqualTo(-1);
    }

    @Test
    void anInterruptedReadSetsTheFlagAndClosesNothing() throws Exception {
        for (Call<?> reader : List.<Call<?>>of(
                Call.of(() -> in.read()), Call.of(() -> in.read(new byte[2])), Call.of(() -> in.skip(2)))) {
            reader.awaitParked().interrupt();
            InterruptedIOException e = reader.failure(InterruptedIOException.class);
            assertThat(e.bytesTransferred).isZero();
            assertThat(e).hasCauseInstanceOf(InterruptedException.class);
            assertThat(reader.interruptedAtEnd()).isTrue();
        }
        out.write('a');
        assertThat(in.read()).isEqualTo('a');
    }

    // Output

    @Test
    void writeWritesAllBytesAndFlushNone() throws Exception {
        out.write(bytes("-abc-"), 1, 3);
        out.flush();
        assertHolds(buffer).isEqualTo("abc");
        out.write(new byte[0]);
        assertThatThrownBy(() -> out.write(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void closingTheOutputStreamEndsWriting() throws Exception {
        out.write(bytes("ab"));
        out.close();
        out.close();
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINING);
        for (Call.Action call : List.<Call.Action>of(() -> out.write('c'), () -> out.write(bytes("c")))) {
            assertThatThrownBy(call::run).isInstanceOf(IOException.class).hasMessage("The stream is closed");
        }
        assertThatThrownBy(() -> buffer.outputStream().write('c'))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DRAINING");
        assertThat(in.readAllBytes()).asString(US_ASCII).isEqualTo("ab");
    }

    @Test
    void closingTheOutputStreamFailsAWriteThatWaits() throws Exception {
        Call<Boolean> writer = Call.of(() -> out.write(new byte[10])).awaitWaiting(buffer, 1);
        out.close();
        writer.failure(IOException.class);
        assertThat(in.readAllBytes()).hasSize(8);
    }

    @Test
    void anInterruptedWriteSaysHowManyBytesWereWritten() throws Exception {
        Call<Boolean> writer = Call.of(() -> out.write(new byte[10])).awaitWaiting(buffer, 1);
        writer.interrupt();
        InterruptedIOException e = writer.failure(InterruptedIOException.class);
        assertThat(e.bytesTransferred).isEqualTo(8);
        assertThat(e).hasCauseInstanceOf(InterruptedWriteException.class);
        assertThat(writer.interruptedAtEnd()).isTrue();
        Call<Boolean> single = Call.of(() -> out.write('a')).awaitWaiting(buffer, 1);
        single.interrupt();
        assertThat(single.failure(InterruptedIOException.class).bytesTransferred)
                .isZero();
        assertThat(single.interruptedAtEnd()).isTrue();
        assertThat(buffer.state()).isEqualTo(BufferState.OPEN);
        assertThat(buffer.size()).isEqualTo(8);
    }

    @Test
    void aGrowableBufferThatIsFullFailsTheStream() throws Exception {
        BytesBuffer growable = BytesBuffer.builder().growable(1, 2);
        OutputStream stream = growable.outputStream();
        stream.write(bytes("ab"));
        assertThatThrownBy(() -> stream.write('c'))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(BufferFullException.class);
        assertThatThrownBy(() -> stream.write(bytes("c")))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(BufferFullException.class);
        assertHolds(growable).isEqualTo("ab");
    }

    // Producers

    @Test
    void aProducerThatReturnsEndsTheStream() throws Exception {
        buffer.produce(stream -> stream.write(bytes("abc")));
        assertThat(in.readAllBytes()).asString(US_ASCII).isEqualTo("abc");
        assertThat(buffer.error()).isNull();
    }

    @Test
    void aProducerThatThrowsAnythingFailsTheReaderAfterTheBytesThatItWrote() throws Exception {
        for (Throwable failure : List.of(cut, new IllegalStateException("no report"), new StackOverflowError())) {
            BytesBuffer pipe = BytesBuffer.block(8);
            assertThatThrownBy(() -> pipe.produce(stream -> {
                        stream.write(bytes("abc"));
                        throwAny(failure);
                    }))
                    .isSameAs(failure);
            InputStream stream = pipe.inputStream();
            assertThat(stream.readNBytes(3)).asString(US_ASCII).isEqualTo("abc");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(stream::read)
                        .isExactlyInstanceOf(IOException.class)
                        .hasCause(failure);
                assertThatThrownBy(() -> stream.read(new byte[2]))
                        .isInstanceOf(IOException.class)
                        .hasCause(failure);
            }
            assertThatThrownBy(stream::readAllBytes).hasCause(failure);
        }
    }

    private static void throwAny(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        throw (RuntimeException) failure;
    }

    /** Closing finishes the compressed data, so that they look complete. */
    @Test
    void aProducerThatClosesItsStreamAndThrowsFailsTheReader() {
        BytesBuffer pipe = BytesBuffer.growable();
        assertThatThrownBy(() -> pipe.produce(stream -> {
                    try (OutputStream gzip = new GZIPOutputStream(stream)) {
                        gzip.write(bytes("abc"));
                        throw cut;
                    }
                }))
                .isSameAs(cut);
        assertThatThrownBy(() -> pipe.inputStream().readAllBytes())
                .isInstanceOf(IOException.class)
                .hasCause(cut);
    }

    @Test
    void theStreamOfAProducerCannotBeUsedAfterItIsClosedOrTheProducerHasReturned() throws Exception {
        OutputStream[] kept = new OutputStream[1];
        buffer.produce(stream -> {
            kept[0] = stream;
            stream.write('a');
            stream.close();
            assertThat(buffer.state()).isEqualTo(BufferState.OPEN);
            assertThatThrownBy(() -> stream.write('b')).hasMessage("The stream is closed");
        });
        assertThatThrownBy(() -> kept[0].write('c'))
                .isInstanceOf(IOException.class)
                .hasMessage("The stream is closed");
        assertThat(in.readAllBytes()).asString(US_ASCII).isEqualTo("a");
    }

    @Test
    void aFailureThatAPrintStreamHidesFailsTheReader() throws Exception {
        Call<Boolean> producer = Call.of(() -> buffer.produce(stream -> {
                    PrintStream print = new PrintStream(stream, true, US_ASCII);
                    print.print("twelve bytes");
                    print.flush();
                }))
                .awaitWaiting(buffer, 1);
        producer.interrupt();
        producer.result();
        assertThat(in.readNBytes(8)).asString(US_ASCII).isEqualTo("twelve b");
        assertThatThrownBy(() -> in.read())
                .isInstanceOf(IOException.class)
                .cause()
                .isInstanceOfSatisfying(
                        InterruptedIOException.class,
                        e -> assertThat(e.bytesTransferred).isEqualTo(8));
    }

    @Test
    void anInterruptedReadOfSeveralPartsReportsWhatIsInTheArray() throws Exception {
        byte[] target = new byte[6];
        out.write(bytes("abcd"));
        Call<Integer> read = Call.of(() -> in.readNBytes(target, 1, 5)).awaitWaiting(buffer, 1);
        read.interrupt();
        assertThat(read.failure(InterruptedIOException.class).bytesTransferred).isEqualTo(4);
        assertThat(target).isEqualTo(bytes("\0abcd\0"));
    }

    @Test
    void aThreadThatHasClosedItsViewHasNothingInHand() throws Exception {
        out.write(bytes("abc"));
        out.close();
        Call<Boolean> reader = Call.of(() -> {
            try (InputStream stream = buffer.inputStream()) {
                assertThat(stream.readNBytes(3)).hasSize(3);
                assertThat(buffer.activity().readers().get(0).activity()).isEqualTo(Activity.HANDLING);
            }
            assertThat(buffer.activity().readers().get(0).activity()).isEqualTo(Activity.IDLE);
        });
        reader.result();
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    void aReaderThatClosesEarlyFailsTheProducer() throws Exception {
        Call<Boolean> producer = Call.of(() -> buffer.produce(stream -> stream.write(new byte[100])));
        assertThat(in.read()).isZero();
        in.close();
        producer.failure(IOException.class);
        assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
        assertThat(buffer.error()).isNull();
    }

    @Test
    void anInterruptedProducerFailsTheReader() throws Exception {
        Call<Boolean> producer = Call.of(() -> buffer.produce(stream -> {
            try (OutputStream gzip = new GZIPOutputStream(stream)) {
                gzip.write(bytes("abc"));
            }
        }));
        producer.awaitWaiting(buffer, 1).interrupt();
        InterruptedIOException failure = producer.failure(InterruptedIOException.class);
        assertThatThrownBy(in::readAllBytes).hasCause(failure);
    }

    @Test
    void compressedDataComeThroughASmallPipe() throws Exception {
        byte[] data = new byte[200_000];
        new Random(2).nextBytes(data);
        BytesBuffer pipe = BytesBuffer.block(64);
        Call<Boolean> producer = Call.of(() -> pipe.produce(stream -> {
            try (OutputStream gzip = new GZIPOutputStream(stream)) {
                gzip.write(data);
            }
        }));
        try (InputStream stream = new GZIPInputStream(pipe.inputStream())) {
            assertThat(stream.readAllBytes()).isEqualTo(data);
        }
        producer.result();
    }
}
