package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BufferState;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.Lease;
import java.io.IOException;
import java.lang.Thread.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** What a read has taken that had no answer in time is not lost. */
@NeedsRedis
@Timeout(120)
class UnansweredReadTest {

    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final int READERS = 16;

    private RedisServer server;
    private LettuceConnectionFactory connections;
    private RedisBuffers buffers;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void start() throws IOException {
        server = RedisServer.start();
        connections = server.connect();
        buffers = new RedisBuffers(connections);
        buffers.start();
        /* The first connection and the first use of a script take their time. */
        buffers.builder("orders", RedisSerializer.string()).block(16).detach();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        buffers.stop();
        connections.destroy();
        server.close();
    }

    @Test
    void theNextReadReturnsItInItsOrder() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofSeconds(30));
        buffer.write(new String[] {"-", "a", "b", "c", "d"});
        readWithoutAnswer(buffer, 2);
        awaitTaken(buffer, 3);
        assertThat(buffer.readBatch(3, Duration.ZERO)).containsExactly("a", "b", "c");
        assertThat(buffer.next()).isEqualTo("d");
        assertThat(buffer.stats().read()).isEqualTo(7);
        assertThat(buffer.stats().written()).isEqualTo(7);
    }

    @Test
    void anotherClientReadsItIfThisOneDoesNotReadAgain() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofMillis(300));
        RedisBuffer<String> other = impatient(Duration.ofSeconds(30));
        buffer.write(new String[] {"-", "a", "b"});
        readWithoutAnswer(buffer, 2);
        assertThat(other.readBatch(2, Duration.ofSeconds(30))).containsExactly("a", "b");
    }

    @Test
    void aClientThatLeavesPutsItBack() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofSeconds(30));
        RedisBuffer<String> other = impatient(Duration.ofSeconds(30));
        buffer.write(new String[] {"-", "a", "b"});
        readWithoutAnswer(buffer, 2);
        awaitTaken(other, 3);
        buffer.detach();
        assertThat(other.snapshot()).containsExactly("a", "b");
    }

    @Test
    void theNextReadReturnsItIfTheBufferHasEndedWithIt() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofSeconds(30));
        buffer.write(new String[] {"-", "a", "b", "c"});
        buffer.closeWrite();
        readWithoutAnswer(buffer, 3);
        await().until(buffer::state, BufferState.DRAINED::equals);
        assertThat(buffer.next()).isEqualTo("a");
        assertThat(buffer.readBatch(5, Duration.ZERO)).containsExactly("b", "c");
        assertThat(buffer.next()).isNull();
    }

    @Test
    void theNextReadReturnsItEvenIfTheBufferWasCreatedAnew() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofSeconds(30));
        buffer.write(new String[] {"-", "a", "b", "c"});
        buffer.closeWrite();
        readWithoutAnswer(buffer, 3);
        await().until(buffer::state, BufferState.DRAINED::equals);
        RedisBuffer<String> successor = impatient(Duration.ofSeconds(30));
        successor.add("d");
        assertThat(buffer.readBatch(5, Duration.ZERO)).containsExactly("a", "b", "c");
        assertThat(buffer.next()).isNull();
        assertThat(successor.next()).isEqualTo("d");
    }

    @Test
    void itIsGoneWithABufferThatWasClosed() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofSeconds(30));
        buffer.write(new String[] {"-", "a", "b"});
        readWithoutAnswer(buffer, 1);
        awaitTaken(buffer, 2);
        buffer.close();
        assertThat(buffer.poll()).isNull();
        assertThat(buffer.stats().discarded()).isEqualTo(1);
        assertThat(buffer.stats().droppedOnClose()).isEqualTo(1);
    }

    @Test
    void commandsAreRememberedForADay() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofSeconds(30));
        buffer.add("a");
        assertThat(secondsToRemember()).isBetween(DAY - 600, DAY);
        server.ask("EXPIRE", commands(), "700");
        buffer.detach();
        assertThat(secondsToRemember()).isBetween(0L, 600L);
    }

    @Test
    void commandsOfAClientThatHasLeftAreRememberedWithWhatIsInDoubt() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofDays(1));
        buffer.write(new String[] {"-", "a", "b"});
        readWithoutAnswer(buffer, 2);
        awaitTaken(buffer, 3);
        server.ask("HSET", commands(), "0r", "not a reply");
        buffer.detach();
        assertThat(secondsToRemember()).isBetween(DAY - 600, DAY);
    }

    private String commands() {
        return server.ask("KEYS", "{buffer4j:orders}:o:*").strip();
    }

    private long secondsToRemember() {
        return Long.parseLong(server.ask("TTL", commands()).strip());
    }

    @Test
    void aLeaseGoesBackAndDoesNotCountAsRedelivered() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofSeconds(30));
        buffer.write(new String[] {"-", "a", "b"});
        withoutAnswer(buffer, () -> buffer.lease(2, Duration.ZERO, List.of()));
        awaitTaken(buffer, 3);
        Lease<String> lease = Objects.requireNonNull(buffer.lease(3, Duration.ZERO, List.of()));
        assertThat(lease.envelopes()).extracting(Envelope::element).containsExactly("a", "b");
        assertThat(lease.redeliveries(0)).isZero();
        assertThat(buffer.clientStats().redelivered()).isZero();
    }

    @Test
    void aLeaseOfABufferThatWasCreatedAnewIsForgotten() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofSeconds(30));
        buffer.write(new String[] {"-", "a"});
        withoutAnswer(buffer, () -> buffer.lease(1, Duration.ZERO, List.of()));
        awaitTaken(buffer, 2);
        buffer.close();
        RedisBuffer<String> successor = impatient(Duration.ofSeconds(30));
        assertThat(buffer.poll()).isNull();
        assertThat(successor.snapshot()).isEmpty();
    }

    @Test
    void aReadThatFailsAfterItsClientHasLeftIsUndoneAtOnce() throws Exception {
        LossyConnections lossy = LossyConnections.to(server);
        RedisBuffers leaving = new RedisBuffers(lossy);
        try {
            RedisBuffer<String> buffer =
                    leaving.builder("orders", RedisSerializer.string()).block(16);
            RedisBuffer<String> other = patient();
            other.write(new String[] {"-", "a"});
            assertThat(buffer.next()).isEqualTo("-");
            lossy.loseReplies();
            Future<?> reader = threads.submit(buffer::next);
            awaitTaken(other, 2);
            buffer.detach();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(reader::get)
                    .withCauseInstanceOf(BufferUnavailableException.class);
            assertThat(other.snapshot()).containsExactly("a");
        } finally {
            leaving.stop();
            lossy.destroy();
        }
    }

    // ---- While the server is away ----

    @Test
    void readersDoNotWaitForItOneAfterTheOther() throws Exception {
        RedisBuffer<String> buffer = impatient(Duration.ofSeconds(30));
        buffer.write(new String[] {"-", "a"});
        assertThat(buffer.next()).isEqualTo("-");
        server.pause();
        try {
            assertThatExceptionOfType(BufferUnavailableException.class).isThrownBy(buffer::poll);
            long begin = System.nanoTime();
            List<Future<String>> polls = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                polls.add(threads.submit(() -> buffer.poll()));
            }
            for (Future<String> poll : polls) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(poll::get)
                        .withCauseInstanceOf(BufferUnavailableException.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("all, each of which may take a second")
                    .isLessThan(Duration.ofSeconds(READERS / 2));
        } finally {
            server.resume();
        }
        assertThat(buffer.next()).isEqualTo("a");
    }

    @Test
    void aReaderThatWaitsForAnotherOneToUndoItCanBeInterrupted() throws Exception {
        RedisBuffer<String> buffer = patient();
        buffer.add("-");
        assertThat(buffer.next()).isEqualTo("-");
        server.pause();
        try {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(BufferUnavailableException.class).isThrownBy(buffer::poll);
            assertThat(Thread.interrupted()).isTrue();
            FutureTask<String> undoing = new FutureTask<>(() -> buffer.poll());
            startWaiting(undoing);
            FutureTask<String> waiting = new FutureTask<>(buffer::next);
            startWaiting(waiting).interrupt();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(InterruptedException.class);
            assertThat(undoing).isNotDone();
        } finally {
            server.resume();
        }
    }

    @Test
    void anInterruptedLeaseDoesNotHideThatItsAcknowledgementIsUnknown() throws Exception {
        RedisBuffer<String> buffer = patient();
        buffer.write(new String[] {"a", "b"});
        Lease<String> handled = Objects.requireNonNull(buffer.lease(1, Duration.ZERO, List.of()));
        server.pause();
        try {
            FutureTask<Lease<String>> leasing =
                    new FutureTask<>(() -> buffer.lease(1, Duration.ZERO, List.of(handled)));
            Thread thread = start(leasing);
            await().until(handled::isClosed);
            thread.interrupt();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(leasing::get)
                    .withCauseInstanceOf(InterruptedException.class);
        } finally {
            server.resume();
        }
        assertThat(handled.acknowledge()).isFalse();
    }

    private static Thread start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Thread startWaiting(Runnable task) {
        Thread thread = start(task);
        await().until(thread::getState, state -> state == State.WAITING || state == State.TIMED_WAITING);
        return thread;
    }

    private RedisBuffer<String> impatient(Duration lease) {
        return builder(Duration.ofSeconds(1)).lease(lease).block(16);
    }

    private RedisBuffer<String> patient() {
        return builder(Duration.ofSeconds(90)).block(16);
    }

    private RedisBufferBuilder<String> builder(Duration commandTimeout) {
        return buffers.builder("orders", RedisSerializer.string()).commandTimeout(commandTimeout);
    }

    private void readWithoutAnswer(RedisBuffer<String> buffer, int count) throws Exception {
        withoutAnswer(buffer, () -> buffer.drainTo(new ArrayList<>(), count));
    }

    /* The server executes the command that it has received while it was suspended, as it knows the script. */
    private void withoutAnswer(RedisBuffer<String> buffer, ThrowingCallable read) throws Exception {
        assertThat(buffer.drainTo(new ArrayList<>(), 1)).isEqualTo(1);
        server.pause();
        try {
            assertThatExceptionOfType(BufferUnavailableException.class).isThrownBy(read);
        } finally {
            server.resume();
        }
    }

    private static void awaitTaken(RedisBuffer<String> buffer, int count) {
        await().until(() -> buffer.stats().read(), read -> read == count);
    }
}
