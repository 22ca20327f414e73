package io.github.buffer4j;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Five faults of the pipe of {@code java.io}, each beside what a buffer of bytes does. JDK 17 and JDK 25 have the same
 * outcomes, on platform and on virtual threads.
 */
class PipeFaultsTest {

    private static final byte[] ABCD = "abcd".getBytes(US_ASCII);

    /** Runs an action in a thread that has ended when this method returns. */
    private static void inAThreadThatEnds(Call.Action action) throws Exception {
        Call<Boolean> call = Call.of(action);
        call.result();
        call.awaitDeath();
    }

    /** The outcome with a buffer. */
    @Nested
    class WithABuffer {

        private final BytesBuffer buffer = BytesBuffer.block(4);
        private final InputStream in = buffer.inputStream();
        private final OutputStream out = buffer.outputStream();

        @Test
        void theWriterGoesOnAfterTheThreadThatReadHasEnded() throws Exception {
            out.write('a');
            inAThreadThatEnds(() -> assertThat(in.read()).isEqualTo('a'));
            Call<Boolean> writer = Call.of(() -> out.write("bcdef".getBytes(US_ASCII)));
            writer.awaitWaiting(buffer, 1);
            Call<byte[]> otherReader = Call.of(() -> in.readNBytes(5));
            assertThat(otherReader.result()).asString(US_ASCII).isEqualTo("bcdef");
            writer.result();
        }

        @Test
        void theReaderWaitsAfterTheThreadThatWroteHasEnded() throws Exception {
            inAThreadThatEnds(() -> out.write('a'));
            assertThat(in.read()).isEqualTo('a');
            Call<Integer> reader = Call.of(() -> in.read()).awaitWaiting(buffer, 1);
            inAThreadThatEnds(() -> out.write('b'));
            assertThat(reader.result()).isEqualTo('b');
        }

        @Test
        void closingTheInputStreamWakesAWaitingReader() throws Exception {
            Call<Integer> reader = Call.of(() -> in.read()).awaitWaiting(buffer, 1);
            in.close();
            assertThat(reader.failure(IOException.class)).hasNoCause();
        }

        @Test
        void closingTheInputStreamWakesAWaitingWriter() throws Exception {
            out.write(ABCD);
            Call<Boolean> writer = Call.of(() -> out.write('e')).awaitWaiting(buffer, 1);
            in.close();
            writer.failure(IOException.class);
        }

        @Test
        void aProducerThatFailsIsNotTheEnd() throws Exception {
            IOException failure = new IOException("the disk is gone");
            Call<Boolean> producer = Call.of(() -> buffer.produce(stream -> {
                try (OutputStream closedEarly = stream) {
                    closedEarly.write("ab".getBytes(US_ASCII));
                    throw failure;
                }
            }));
            assertThat(producer.failure(IOException.class)).isSameAs(failure);
            assertThat(in.readNBytes(2)).asString(US_ASCII).isEqualTo("ab");
            assertThatThrownBy(in::read).isExactlyInstanceOf(IOException.class).hasCause(failure);
        }

        /** The test holds the lock, so a signalled thread is queued for it at once. */
        @Test
        void aWaitingWriterGoesOnAsSoonAsThereIsRoom() throws Exception {
            out.write(ABCD);
            Call<Boolean> writer = Call.of(() -> out.write('e')).awaitWaiting(buffer, 1);
            buffer.lock.lock();
            try {
                assertThat(in.read(new byte[2])).isEqualTo(2);
                writer.awaitQueuedFor(buffer);
            } finally {
                buffer.lock.unlock();
            }
            writer.result();
            assertThat(buffer.snapshot()).asString(US_ASCII).isEqualTo("cde");
        }
    }

    /** The outcome with the pipe of the JDK. */
    @Nested
    class WithThePipeOfTheJdk {

        private final PipedOutputStream out = new PipedOutputStream();
        private final PipedInputStream in = new PipedInputStream(4);

        WithThePipeOfTheJdk() throws IOException {
            in.connect(out);
        }

        @Test
        void theWriterFailsAfterTheThreadThatReadHasEnded() throws Exception {
            out.write('a');
            inAThreadThatEnds(() -> assertThat(in.read()).isEqualTo('a'));
            assertThatThrownBy(() -> out.write('b'))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Read end dead");
        }

        @Test
        void theReaderFailsAfterTheThreadThatWroteHasEnded() throws Exception {
            inAThreadThatEnds(() -> out.write('a'));
            assertThat(in.read()).isEqualTo('a');
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("Write end dead");
        }

        /** A reader that {@code close} had woken would throw. It waits on until the writer ends. */
        @Test
        void closingTheInputStreamWakesNoReader() throws Exception {
            Call<Integer> reader = Call.of(() -> in.read()).awaitParked();
            in.close();
            out.close();
            assertThat(reader.result()).isEqualTo(-1);
        }

        @Test
        void aProducerThatFailsLooksLikeTheEnd() throws Exception {
            Call<Boolean> producer = Call.of(() -> {
                try (OutputStream stream = out) {
                    stream.write("ab".getBytes(US_ASCII));
                    throw new IOException("the disk is gone");
                }
            });
            producer.failure(IOException.class);
            assertThat(in.readNBytes(2)).asString(US_ASCII).isEqualTo("ab");
            assertThat(in.read()).isEqualTo(-1);
        }

        /**
         * The test holds the monitor, so a thread that was notified is blocked. The writer sleeps until its second has
         * passed, which may be at any time: that it sleeps on need be seen only once.
         */
        @Test
        void aWaitingWriterSleepsOnAlthoughThereIsRoom() {
            await("a writer that sleeps on").until(WithThePipeOfTheJdk::sleepsOn);
        }

        private static boolean sleepsOn() throws IOException {
            PipedInputStream in = new PipedInputStream(4);
            PipedOutputStream out = new PipedOutputStream(in);
            out.write(ABCD);
            Thread writer = new Thread(() -> {
                try {
                    out.write('e');
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            writer.setDaemon(true);
            writer.start();
            await("the writer to wait").until(() -> writer.getState() == Thread.State.TIMED_WAITING);
            synchronized (in) {
                assertThat(in.read(new byte[2])).isEqualTo(2);
                return writer.getState() == Thread.State.TIMED_WAITING;
            }
        }
    }
}
