package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.context.TracingCarrier;
import io.github.buffer4j.spring.listener.BufferListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** What an application in a process of its own loads. */
@Timeout(300)
class ContextClassesTest {

    @TempDir
    private Path directory;

    @Test
    void withoutPropagationNoneOfItsClassesIsLoaded() throws Exception {
        List<String> classes = loadedClasses("--buffers.instances.orders.propagate-context=false");
        assertThat(classes)
                .contains("io.github.buffer4j.spring.listener.Calls")
                .noneMatch(name -> name.startsWith("io.github.buffer4j.spring.context."));
        assertThat(ofLibrary(classes)).isEqualTo(ofLibrary(loadedClasses("--buffers.enabled=false")));
    }

    @Test
    void withPropagationItsClassesAreLoaded() throws Exception {
        assertThat(loadedClasses("--buffers.instances.orders.propagate-context=true"))
                .contains(TracingCarrier.class.getName(), "io.micrometer.context.ContextRegistry");
    }

    /* Spring Boot loads some, too. */
    private static Set<String> ofLibrary(List<String> classes) {
        return classes.stream()
                .filter(name -> name.startsWith("io.micrometer.context."))
                .collect(Collectors.toSet());
    }

    private List<String> loadedClasses(String property) throws IOException, InterruptedException {
        Path classes = directory.resolve("classes");
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load:file=" + classes + "::filesize=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        "--spring.main.web-application-type=none",
                        property)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        try (Stream<String> lines = Files.lines(classes)) {
            return lines.map(line -> line.replaceFirst("^(\\[.*?])+ *", "").replaceFirst(" .*", ""))
                    .toList();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        public static void main(String[] arguments) throws Exception {
            try (ConfigurableApplicationContext context = SpringApplication.run(Application.class, arguments)) {
                for (Buffer<?> buffer : context.getBeansOfType(Buffer.class).values()) {
                    write(buffer);
                }
            }
        }

        @SuppressWarnings("unchecked")
        private static void write(Buffer<?> buffer) throws InterruptedException {
            ((Buffer<Object>) buffer).add("order");
        }

        @BufferListener("orders")
        void handle(Object order) {}
    }
}
