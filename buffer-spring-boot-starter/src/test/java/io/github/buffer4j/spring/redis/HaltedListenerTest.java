package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The process of a listener is halted in the middle, several times. Nothing is lost, and little is handled twice. */
@NeedsRedis
@Tag("evidence")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class HaltedListenerTest {

    private static final int HALTS = Integer.getInteger("buffer4j.test.halts", 1);
    private static final int LATEST = 200;

    /* More than a process handles before it is halted: the stream ends in the last one. */
    private static final int PER_HALT = 300;
    private static final int ELEMENTS = (HALTS + 2) * PER_HALT;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 10", "4, 10"})
    void nothingIsLostAndOnlyWhatWasLeasedIsHandledTwice(int concurrency, int batch) throws Exception {
        long seed = Long.getLong("buffer4j.test.halts.seed", new Random().nextLong());
        Random random = new Random(seed);
        List<List<Integer>> runs = new ArrayList<>();
        try (RedisServer server = RedisServer.start()) {
            fill(server);
            for (int halt = 0; halt < HALTS; halt++) {
                runs.add(run(server, concurrency, batch, 1 + random.nextInt(LATEST), random.nextLong()));
            }
            runs.add(run(server, concurrency, batch, 0, 0));
        }
        List<Integer> handled = runs.stream().flatMap(List::stream).toList();
        Set<Integer> different = new HashSet<>(handled);
        System.out.printf(
                "concurrency %d, batch %d, seed %d: %d halts, %d elements, %d handled twice%n",
                concurrency, batch, seed, HALTS, ELEMENTS, handled.size() - different.size());
        assertThat(different)
                .as("nothing is lost, seed " + seed)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, ELEMENTS).boxed().toList());
        assertThat(handled.size() - different.size())
                .as("handled twice, seed " + seed)
                .isLessThanOrEqualTo(HALTS * concurrency * batch);
        if (concurrency == 1) {
            assertThat(backwards(handled)).as("order, seed " + seed).isLessThanOrEqualTo(HALTS);
        }
    }

    /* What a halted process had leased comes again in one piece, after what has followed until its lease has ended. */
    private static long backwards(List<Integer> handled) {
        return IntStream.range(1, handled.size())
                .filter(i -> handled.get(i) <= handled.get(i - 1))
                .count();
    }

    private static void fill(RedisServer server) throws InterruptedException {
        LettuceConnectionFactory factory = server.connect();
        RedisBuffers buffers = new RedisBuffers(factory);
        buffers.start();
        try {
            RedisBuffer<Integer> numbers = HaltedApplication.numbers(buffers);
            numbers.write(IntStream.range(0, ELEMENTS).boxed().toArray(Integer[]::new));
            numbers.closeWrite();
        } finally {
            buffers.stop();
            factory.destroy();
        }
    }

    /** Runs a process and returns what it has handled. */
    private List<Integer> run(RedisServer server, int concurrency, int batch, int moment, long seed)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile(directory, "handled", "");
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltedApplication.class.getName(),
                        String.valueOf(server.port()),
                        String.valueOf(concurrency),
                        String.valueOf(batch),
                        file.toString(),
                        String.valueOf(moment),
                        String.valueOf(seed))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES))
                    .as("the process ends by itself; seed " + seed + ", "
                            + handled(file).size() + " handled; log: " + Files.readString(log))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(moment == 0 ? 0 : 1);
        return handled(file);
    }

    private static List<Integer> handled(Path file) throws IOException {
        List<Integer> handled = new ArrayList<>();
        IntBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file)).asIntBuffer();
        while (numbers.hasRemaining()) {
            handled.add(numbers.get());
        }
        return handled;
    }
}
