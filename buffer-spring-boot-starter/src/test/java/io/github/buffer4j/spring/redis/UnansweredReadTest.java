package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BufferState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

    private RedisServer server;
    private LettuceConnectionFactory connections;
    private RedisBuffers buffers;

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

    private RedisBuffer<String> impatient(Duration lease) {
        return buffers.builder("orders", RedisSerializer.string())
                .commandTimeout(Duration.ofSeconds(1))
                .lease(lease)
                .block(16);
    }

    /* The server executes the command that it has received while it was suspended, as it knows the script. */
    private void readWithoutAnswer(RedisBuffer<String> buffer, int count) throws Exception {
        assertThat(buffer.drainTo(new ArrayList<>(), 1)).isEqualTo(1);
        server.pause();
        try {
            assertThatExceptionOfType(BufferUnavailableException.class)
                    .isThrownBy(() -> buffer.drainTo(new ArrayList<>(), count));
        } finally {
            server.resume();
        }
    }

    private static void awaitTaken(RedisBuffer<String> buffer, int count) {
        await().until(() -> buffer.stats().read(), read -> read == count);
    }
}
