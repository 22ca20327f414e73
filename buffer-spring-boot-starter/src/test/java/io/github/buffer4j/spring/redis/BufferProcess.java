package io.github.buffer4j.spring.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** An application in a process of its own that writes to a buffer, reads from it, or reports its ends. */
final class BufferProcess implements AutoCloseable {

    private static final int THREADS = 3;

    private final Process process;
    private final BufferedReader output;

    private BufferProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a process.
     *
     * @param role {@code write}, {@code read} or {@code ends}
     * @param arguments for the role
     */
    static BufferProcess start(RedisServer server, String role, int... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dlogging.level.root=OFF",
                "-cp",
                System.getProperty("java.class.path"),
                BufferProcess.class.getName(),
                String.valueOf(server.port()),
                role));
        for (int argument : arguments) {
            command.add(String.valueOf(argument));
        }
        return new BufferProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Returns what follows a word at the beginning of the next line with it. */
    String await(String word) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
        }
        throw new IOException("The process has ended before it has said '" + word + "'");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws Exception {
        LettuceConnectionFactory connections =
                RedisServer.started(new LettuceConnectionFactory("127.0.0.1", Integer.parseInt(arguments[0])));
        RedisBuffers buffers = new RedisBuffers(connections);
        buffers.start();
        switch (arguments[1]) {
            case "write" -> write(open(buffers, "shared"), Integer.parseInt(arguments[2]), arguments[3]);
            case "read" -> read(open(buffers, "shared"));
            default -> ends(buffers, Integer.parseInt(arguments[2]));
        }
        buffers.stop();
        connections.destroy();
    }

    private static RedisBuffer<String> open(RedisBuffers buffers, String name) {
        return buffers.builder(name, RedisSerializer.string())
                .safetyLook(Duration.ZERO)
                .block(16);
    }

    private static void write(RedisBuffer<String> buffer, int process, String elements) throws Exception {
        int number = Integer.parseInt(elements);
        AtomicLong longest = new AtomicLong();
        List<Future<?>> threads = new ArrayList<>();
        ExecutorService executor = Executors.newCachedThreadPool();
        say("ready", "");
        for (int i = 0; i < THREADS; i++) {
            int writer = process * THREADS + i;
            threads.add(executor.submit(() -> {
                for (int n = 0; n < number; n++) {
                    long begin = System.nanoTime();
                    buffer.add(SequenceLedger.element(writer, n));
                    note(longest, begin);
                }
                return null;
            }));
        }
        finish(threads, executor);
        say("longest", String.format(Locale.ROOT, "%.1f", longest.get() / 1e6));
        say("stats", buffer.clientStats());
    }

    private static void read(RedisBuffer<String> buffer) throws Exception {
        AtomicLong longest = new AtomicLong();
        List<Future<?>> threads = new ArrayList<>();
        ExecutorService executor = Executors.newCachedThreadPool();
        List<String> all = new ArrayList<>();
        say("ready", "");
        for (int i = 0; i < THREADS; i++) {
            threads.add(executor.submit(() -> {
                List<String> own = new ArrayList<>();
                long begin = System.nanoTime();
                for (String element = buffer.next(); element != null; element = buffer.next()) {
                    if (!own.isEmpty()) {
                        note(longest, begin);
                    }
                    own.add(element);
                    begin = System.nanoTime();
                }
                synchronized (all) {
                    all.addAll(own);
                }
                return null;
            }));
        }
        finish(threads, executor);
        say("longest", String.format(Locale.ROOT, "%.1f", longest.get() / 1e6));
        say("stats", buffer.clientStats());
        say("elements", String.join(" ", all));
    }

    private static void finish(List<Future<?>> threads, ExecutorService executor) throws Exception {
        for (Future<?> thread : threads) {
            thread.get();
        }
        executor.shutdown();
    }

    private static void note(AtomicLong longest, long begin) {
        longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
    }

    /* Reports when a reader that waits has seen the end of each buffer, in the time of all processes. */
    private static void ends(RedisBuffers buffers, int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            RedisBuffer<String> buffer = open(buffers, "round-" + round);
            Thread reader = new Thread(() -> awaitEnd(buffer));
            reader.start();
            while (buffer.clientStats().readersWaiting() == 0) {
                Thread.onSpinWait();
            }
            say("waiting", round);
            reader.join();
            buffer.detach();
        }
    }

    private static void awaitEnd(RedisBuffer<String> buffer) {
        try {
            if (buffer.next() == null) {
                say("ended", nowNanos());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the time in nanoseconds, which processes of one machine have in common. */
    static long nowNanos() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    private static void say(String word, Object text) {
        System.out.println(word + " " + text);
        System.out.flush();
    }
}
