package io.github.buffer4j.spring.redis;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A server in a process of its own, on a free port of the loopback interface and in a folder of its own. It ends with
 * this JVM at the latest.
 */
final class RedisServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+),");

    private final int port = freePort();
    private final Path folder;
    private final List<String> command = new ArrayList<>();
    private final Thread end = new Thread(this::destroy, "end of redis-server");
    private Process process;

    private RedisServer(List<String> program, List<String> options) throws IOException {
        folder = Files.createTempDirectory("redis");
        command.addAll(program);
        command.addAll(List.of("--bind", "127.0.0.1", "--port", String.valueOf(port), "--dir", folder.toString()));
        command.addAll(options);
        process = launch();
        Runtime.getRuntime().addShutdownHook(end);
        awaitAnswer();
    }

    /** Starts a server that keeps its data in memory alone, unless the options say otherwise. */
    static RedisServer start(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--save", "", "--repl-diskless-sync-delay", "0"));
        all.addAll(List.of(options));
        return new RedisServer(List.of("redis-server"), all);
    }

    /** Starts a sentinel, which writes to its configuration. */
    static RedisServer sentinel(Path configuration) throws IOException {
        return new RedisServer(List.of("redis-server", configuration.toString(), "--sentinel"), List.of());
    }

    /**
     * Returns a server that is common to the tests of this JVM. None of them stops it, or deletes the data of others.
     */
    static RedisServer shared() {
        return Shared.SERVER;
    }

    /** Starts a server that keeps its data across a restart, but for the last second before a crash. */
    static RedisServer durable() throws IOException {
        return start("--appendonly", "yes", "--appendfsync", "everysec");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** Returns connections to this server, which their user destroys. */
    LettuceConnectionFactory connect() {
        return started(new LettuceConnectionFactory("127.0.0.1", port));
    }

    static LettuceConnectionFactory started(LettuceConnectionFactory factory) {
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    /** Stops the server as an administrator does. */
    void stop() throws InterruptedException {
        process.destroy();
        awaitEnd();
    }

    /** Ends the process at once, as a crash does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts the server again, on the same port and with the data that it has kept. */
    void restart() throws IOException {
        process = launch();
        awaitAnswer();
    }

    /** Suspends the process: connections stay open, and nothing is answered. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /** Runs a command and returns its answer as {@code redis-cli} prints it where that is no terminal. */
    String ask(String... words) {
        List<String> line = new ArrayList<>(List.of("redis-cli", "-h", "127.0.0.1", "-p", String.valueOf(port)));
        line.addAll(List.of(words));
        try {
            return run(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how often each command has been called, also by scripts, by the command's name in lower case. */
    Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        CALLS.matcher(ask("INFO", "commandstats"))
                .results()
                .forEach(call -> calls.put(call.group(1), Long.valueOf(call.group(2))));
        return calls;
    }

    /** Kills the server and deletes its data. */
    @Override
    public void close() {
        destroy();
        Runtime.getRuntime().removeShutdownHook(end);
    }

    static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("log.txt").toFile()))
                .start();
    }

    private void awaitAnswer() {
        await("redis-server to answer")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .failFast("redis-server has ended, see " + folder, () -> !process.isAlive())
                .until(() -> ask("PING").contains("PONG"));
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IOException("the server could not be signalled");
        }
    }

    private void awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("redis-server does not end");
        }
    }

    private void destroy() {
        process.destroyForcibly();
        try {
            awaitEnd();
            FileSystemUtils.deleteRecursively(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {

        static final RedisServer SERVER = newServer();

        private static RedisServer newServer() {
            try {
                return start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
