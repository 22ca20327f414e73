package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** Applications in processes of their own share a buffer, and nobody looks at it but when it is signalled. */
@NeedsRedis
@Timeout(900)
class BufferProcessesTest {

    private static final int THREADS = 3;
    private static final int ELEMENTS = Integer.getInteger("buffer4j.test.redis.elements", 60_000);
    private static final int ROUNDS = Integer.getInteger("buffer4j.test.redis.rounds", 500);

    @Test
    void aFewElementsComeThrough() throws Exception {
        assertThatElementsComeThrough(1, 500);
    }

    @Tag("evidence")
    @Test
    void allElementsComeThrough() throws Exception {
        assertThatElementsComeThrough(2, ELEMENTS / (2 * THREADS));
    }

    private static void assertThatElementsComeThrough(int processes, int each) throws Exception {
        SequenceLedger ledger = new SequenceLedger(processes * THREADS, each);
        List<BufferProcess> writers = new ArrayList<>();
        List<BufferProcess> readers = new ArrayList<>();
        try (RedisServer server = RedisServer.start()) {
            LettuceConnectionFactory connections = server.connect();
            RedisBuffers buffers = new RedisBuffers(connections);
            try {
                RedisBuffer<String> buffer = open(buffers, "shared");
                for (int i = 0; i < processes; i++) {
                    readers.add(BufferProcess.start(server, "read"));
                    readers.get(i).await("ready");
                }
                for (int i = 0; i < processes; i++) {
                    writers.add(BufferProcess.start(server, "write", i, each));
                }
                for (BufferProcess writer : writers) {
                    report("writer", writer);
                }
                for (int writer = 0; writer < processes * THREADS; writer++) {
                    ledger.written(writer, 0, each);
                }
                buffer.closeWrite();
                for (BufferProcess reader : readers) {
                    report("reader", reader);
                    for (String element : reader.await("elements").split(" ", -1)) {
                        ledger.read(element);
                    }
                }
            } finally {
                writers.forEach(BufferProcess::close);
                readers.forEach(BufferProcess::close);
                buffers.stop();
                connections.destroy();
            }
        }
        ledger.assertExactlyOnce();
    }

    private static void report(String role, BufferProcess process) throws Exception {
        String longest = process.await("longest");
        String stats = process.await("stats");
        System.out.println(role + ": longest wait " + longest + " ms, " + stats);
        assertThat(stats).contains("safetyLooks=0", "usefulSafetyLooks=0");
    }

    @Test
    void theEndReachesAReaderOfAnotherProcess() throws Exception {
        assertThat(delays(10)).hasSize(10);
    }

    @Tag("evidence")
    @Test
    void theEndReachesReadersOfAnotherProcessInAMoment() throws Exception {
        List<Double> millis = delays(ROUNDS);
        System.out.printf(
                Locale.ROOT,
                "closeWrite to the end in another process, %d rounds: p50 %.2f ms, p99 %.2f ms, most %.2f ms%n",
                ROUNDS,
                millis.get(ROUNDS / 2),
                millis.get(ROUNDS * 99 / 100),
                millis.get(ROUNDS - 1));
    }

    /* Sorted, in milliseconds. */
    private static List<Double> delays(int rounds) throws Exception {
        List<Double> millis = new ArrayList<>();
        try (RedisServer server = RedisServer.start();
                BufferProcess reader = BufferProcess.start(server, "ends", rounds)) {
            LettuceConnectionFactory connections = server.connect();
            RedisBuffers buffers = new RedisBuffers(connections);
            try {
                for (int round = 0; round < rounds; round++) {
                    reader.await("waiting");
                    RedisBuffer<String> buffer = open(buffers, "round-" + round);
                    long begin = BufferProcess.nowNanos();
                    buffer.closeWrite();
                    millis.add((Long.parseLong(reader.await("ended")) - begin) / 1e6);
                    buffer.detach();
                }
            } finally {
                buffers.stop();
                connections.destroy();
            }
        }
        return millis.stream().sorted().toList();
    }

    private static RedisBuffer<String> open(RedisBuffers buffers, String name) {
        return buffers.builder(name, RedisSerializer.string())
                .safetyLook(Duration.ZERO)
                .block(16);
    }
}
