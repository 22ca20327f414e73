package io.github.buffer4j.spring.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferFullException;
import io.github.buffer4j.BufferState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** A server whose memory is full refuses writers, and lets readers drain it. */
@NeedsRedis
@Timeout(120)
class FullServerTest {

    private static final byte[] ELEMENT = new byte[10_000];
    private static final long TIME = Duration.ofSeconds(30).toNanos();

    private RedisServer server;
    private LettuceConnectionFactory connections;
    private RedisBuffers buffers;
    private RedisBuffer<byte[]> buffer;

    @BeforeEach
    void start() throws Exception {
        server = RedisServer.start("--maxmemory", "16mb", "--maxmemory-policy", "noeviction");
        connections = server.connect();
        buffers = new RedisBuffers(connections);
        buffers.start();
        buffer = buffers.builder("orders", RedisSerializer.byteArray()).block(1_000_000);
    }

    @AfterEach
    void stop() {
        buffers.stop();
        connections.destroy();
        server.close();
    }

    @Test
    void readersDrainItAndWritersGoOnThen() throws Exception {
        int written = 0;
        while (buffer.offer(ELEMENT)) {
            written++;
        }
        assertThat(written).isBetween(500, 1_600);
        assertThat(buffer.stats().rejected()).isEqualTo(1);
        assertThatExceptionOfType(BufferFullException.class)
                .isThrownBy(() -> buffer.add(ELEMENT))
                .withMessageContaining("memory");
        assertThat(buffer.size()).isEqualTo(written);
        assertThat(buffer.lease(1, Duration.ZERO, List.of()))
                .isNotNull()
                .satisfies(lease -> assertThat(lease.acknowledge()).isTrue());
        assertThat(buffer.discard(1)).isEqualTo(1);
        List<byte[]> read = new ArrayList<>();
        while (buffer.drainTo(read, 100) > 0) {
            assertThat(read.get(read.size() - 1)).isEqualTo(ELEMENT);
        }
        assertThat(read).hasSize(written - 2);
        buffer.add(ELEMENT);
        assertThat(buffer.next()).isEqualTo(ELEMENT);
    }

    @Test
    void aBulkTellsHowManyElementsFitted() throws Exception {
        byte[][] bulk = new byte[2_000][];
        Arrays.fill(bulk, ELEMENT);
        assertThatExceptionOfType(BufferUnavailableException.class)
                .isThrownBy(() -> buffer.write(bulk))
                .withCauseInstanceOf(BufferFullException.class)
                .satisfies(e -> assertThat(e.written()).isPositive().isEqualTo(buffer.size()));
        buffer.reset();
        assertThat(buffer.offer(bulk, 0, bulk.length)).isPositive().isEqualTo(buffer.size());
    }

    @Test
    void itCanBeClosed() {
        while (buffer.offer(ELEMENT)) {
            assertThat(buffer.state()).isEqualTo(BufferState.OPEN);
        }
        assertThat(buffer.closeWrite()).isTrue();
        assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> buffer.add(ELEMENT));
        buffer.close();
        assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
    }

    @Test
    void aCommandThatIsSentAgainIsAnsweredEvenIfItHasFilledTheMemoryItself() {
        RedisCommands commands = new RedisCommands(connections, () -> false);
        byte[][] keys = new RedisKeys("buffer4j", "orders", "client").keys();
        byte[][] arguments = {
            bytes(buffer.generation()),
            bytes("0"),
            bytes("1"),
            bytes("0"),
            bytes("0"),
            bytes("1"),
            bytes("0"),
            bytes("0"),
            ELEMENT
        };
        assertThat(commands.run(Script.WRITE, keys, arguments, TIME).integer(1)).isEqualTo(1);
        server.ask("CONFIG", "SET", "maxmemory", "1");
        assertThat(commands.run(Script.WRITE, keys, arguments, TIME).integer(1)).isEqualTo(1);
        assertThat(buffer.size()).isEqualTo(1);
        commands.release();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
