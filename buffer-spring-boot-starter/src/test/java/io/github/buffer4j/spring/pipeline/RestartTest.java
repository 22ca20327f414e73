package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A restart as by Spring Boot's developer tools: the application runs in a class loader of its own, which is dropped
 * once its context is closed. Nothing of the starter, which is in the parent or in that class loader, keeps it, and no
 * thread is left over.
 */
@Tag("evidence")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RestartTest {

    private static final String[] BUFFERS = {
        "buffers.defaults.drain-timeout=1s",
        "buffers.instances.orders.element-type=io.github.buffer4j.spring.pipeline.RestartedApplication$Order",
        "buffers.instances.orders.drop-listener=lost",
        "buffers.instances.mail.executor.concurrency=1",
        "buffers.templates.orders.drop-listener=lost",
        "buffers.templates.orders.propagate-context=true"
    };

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    /* Others keep two: the hook for the end of the process that of the first start, tracing that of the latest one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClassLoaderIsCollectedOnceItsContextIsClosed(boolean withStarter) throws Exception {
        assertThat(restart(withStarter))
                .contains("Class loaders: kept, collected, collected, kept")
                .noneMatch(line -> line.matches("Thread: (buffer-|ship-|mailExecutor-|restartedMain).*"));
    }

    /* Caches of Spring and the JDK refer softly to classes: each collection clears them. */
    private List<String> restart(boolean withStarter) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        List<String> command = Stream.of(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:SoftRefLRUPolicyMSPerMB=0",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Restarts.class.getName(),
                                String.valueOf(withStarter)),
                        Stream.of(BUFFERS))
                .flatMap(words -> words)
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        return Files.readAllLines(log);
    }
}
