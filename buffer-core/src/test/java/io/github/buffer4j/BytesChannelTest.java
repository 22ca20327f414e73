package io.github.buffer4j;

import static io.github.buffer4j.BytesBufferTest.assertHolds;
import static io.github.buffer4j.BytesBufferTest.bytes;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.junit.jupiter.api.Test;

/** The channels of a buffer of bytes keep the contracts of their interfaces, interruptible ones included. */
class BytesChannelTest {

    private final IOException cut = new IOException("the cable was cut");
    private final BytesBuffer buffer = BytesBuffer.block(4);
    private final ReadableByteChannel source = buffer.readableChannel();
    private final WritableByteChannel sink = buffer.writableChannel();

    @Test
    void writeWritesAllRemainingBytesAndReadWhatIsThere() throws Exception {
        ByteBuffer six = ByteBuffer.wrap(bytes("abcdef"));
        Call<Integer> writer = Call.of(() -> sink.write(six)).awaitWaiting(buffer, 1);
        ByteBuffer target = ByteBuffer.allocateDirect(10).limit(3);
        assertThat(source.read(target)).isEqualTo(3);
        assertThat(source.read(target)).isZero();
        target.limit(10);
        while (target.position() < 6) {
            assertThat(source.read(target)).isPositive();
        }
        assertThat(writer.result()).isEqualTo(6);
        assertThat(six.remaining()).isZero();
        assertThat(sink.write(six)).isZero();
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes("abcdef")));
        sink.close();
        assertThat(source.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    /** As the channels of the JDK do; the buffer itself throws ReadOnlyBufferException. */
    @Test
    void aReadOnlyTargetIsRefused() throws Exception {
        sink.write(ByteBuffer.wrap(bytes("a")));
        assertThatThrownBy(() -> source.read(ByteBuffer.allocate(1).asReadOnlyBuffer()))
                .isInstanceOf(IllegalArgumentException.class);
        assertHolds(buffer).isEqualTo("a");
    }

    @Test
    void aReadOnlySourceIsWritten() throws Exception {
        assertThat(sink.write(ByteBuffer.wrap(bytes("ab")).asReadOnlyBuffer())).isEqualTo(2);
        assertHolds(buffer).isEqualTo("ab");
    }

    @Test
    void closingTheSinkEndsTheStream() throws Exception {
        sink.write(ByteBuffer.wrap(bytes("ab")));
        assertThat(sink.isOpen()).isTrue();
        sink.close();
        sink.close();
        assertThat(sink.isOpen()).isFalse();
        assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(1))).isExactlyInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(0))).isExactlyInstanceOf(ClosedChannelException.class);
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINING);
        assertThat(source.read(ByteBuffer.allocate(9))).isEqualTo(2);
        assertThat(source.read(ByteBuffer.allocate(9))).isEqualTo(-1);
    }

    @Test
    void closingTheSourceClosesTheBuffer() throws Exception {
        sink.write(ByteBuffer.wrap(bytes("abcd")));
        Call<Integer> writer = Call.of(() -> sink.write(ByteBuffer.allocate(1))).awaitWaiting(buffer, 1);
        source.close();
        assertThat(writer.failure(IOException.class)).hasNoCause();
        assertThat(sink.isOpen()).isTrue();
        assertThatThrownBy(() -> source.read(ByteBuffer.allocate(1))).isExactlyInstanceOf(ClosedChannelException.class);
        assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
    }

    @Test
    void closingAChannelFailsTheCallThatWaitsInIt() throws Exception {
        Call<Integer> reader =
                Call.of(() -> source.read(ByteBuffer.allocate(1))).awaitWaiting(buffer, 1);
        source.close();
        reader.failure(AsynchronousCloseException.class);

        BytesBuffer other = BytesBuffer.block(4);
        WritableByteChannel channel = other.writableChannel();
        ByteBuffer six = ByteBuffer.allocate(6);
        Call<Integer> writer = Call.of(() -> channel.write(six)).awaitWaiting(other, 1);
        channel.close();
        writer.failure(AsynchronousCloseException.class);
        assertThat(six.position()).isEqualTo(4);
        assertThat(other.size()).isEqualTo(4);
    }

    @Test
    void anErrorOfTheOtherEndArrivesWithItsCause() throws Exception {
        sink.write(ByteBuffer.wrap(bytes("a")));
        buffer.closeWrite(cut);
        assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(1)))
                .isInstanceOf(IOException.class)
                .hasCause(cut);
        assertThat(source.read(ByteBuffer.allocate(2))).isEqualTo(1);
        assertThatThrownBy(() -> source.read(ByteBuffer.allocate(2)))
                .isExactlyInstanceOf(IOException.class)
                .hasCause(cut);
        assertThat(source.isOpen()).isTrue();
    }

    @Test
    void aGrowableBufferThatIsFullFailsTheSink() {
        WritableByteChannel small = BytesBuffer.builder().growable(1, 2).writableChannel();
        assertThatThrownBy(() -> small.write(ByteBuffer.allocate(3)))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(BufferFullException.class);
        assertThat(small.isOpen()).isTrue();
    }

    @Test
    void anInterruptedReadClosesTheSourceAndFailsWriters() throws Exception {
        Call<Integer> reader =
                Call.of(() -> source.read(ByteBuffer.allocate(1))).awaitWaiting(buffer, 1);
        reader.interrupt();
        ClosedByInterruptException e = reader.failure(ClosedByInterruptException.class);
        assertThat(reader.interruptedAtEnd()).isTrue();
        assertThat(source.isOpen()).isFalse();
        assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
        assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(1)))
                .isInstanceOf(IOException.class)
                .hasCause(e);
    }

    @Test
    void anInterruptedWriteClosesTheSinkAndFailsReadersAfterItsBytes() throws Exception {
        ByteBuffer six = ByteBuffer.wrap(bytes("abcdef"));
        Call<Integer> writer = Call.of(() -> sink.write(six)).awaitWaiting(buffer, 1);
        writer.interrupt();
        ClosedByInterruptException e = writer.failure(ClosedByInterruptException.class);
        assertThat(writer.interruptedAtEnd()).isTrue();
        assertThat(six.position()).isEqualTo(4);
        assertThat(sink.isOpen()).isFalse();
        InputStream in = buffer.inputStream();
        assertThat(in.readNBytes(4)).asString(US_ASCII).isEqualTo("abcd");
        assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasCause(e);
    }

    @Test
    void aCallOfAnInterruptedThreadClosesTheChannel() throws Exception {
        Call<Integer> reader = Call.of(() -> {
            Thread.currentThread().interrupt();
            return source.read(ByteBuffer.allocate(1));
        });
        reader.failure(ClosedByInterruptException.class);
        assertThat(reader.interruptedAtEnd()).isTrue();
        assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
    }

    @Test
    void readersAndWritersOfTextWorkOnChannels() throws Exception {
        String line = "größer als ß: äöü €";
        Call<Boolean> writer = Call.of(() -> {
            try (Writer text = Channels.newWriter(sink, UTF_8)) {
                for (int i = 0; i < 100; i++) {
                    text.write(line + i + "\n");
                }
            }
        });
        try (BufferedReader text = new BufferedReader(Channels.newReader(source, UTF_8))) {
            for (int i = 0; i < 100; i++) {
                assertThat(text.readLine()).isEqualTo(line + i);
            }
            assertThat(text.readLine()).isNull();
        }
        writer.result();
    }

    @Test
    void streamsOfTheJdkWorkOnChannels() throws Exception {
        Call<Boolean> writer = Call.of(() -> {
            try (OutputStream out = Channels.newOutputStream(sink)) {
                out.write(bytes("abcdefghij"));
            }
        });
        assertThat(Channels.newInputStream(source).readAllBytes())
                .asString(US_ASCII)
                .isEqualTo("abcdefghij");
        writer.result();
    }
}
