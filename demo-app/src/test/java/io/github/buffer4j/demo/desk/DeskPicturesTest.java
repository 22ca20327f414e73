package io.github.buffer4j.demo.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import io.github.buffer4j.demo.DemoTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Writes the pictures of the documentation: the desk after two minutes of load that comes in waves. */
@EnabledIfSystemProperty(named = "buffer4j.docs.write", matches = "true")
class DeskPicturesTest {

    private static final Path PICTURES = Path.of("..", "docs", "images");
    private static final Duration LOAD = Duration.ofSeconds(125);

    @TempDir
    Path directory;

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // a post that fails shows in the pictures
    void writesThePictures() throws Exception {
        ScheduledExecutorService writers = Executors.newScheduledThreadPool(3);
        try (DemoServer demo =
                        new DemoServer(directory.resolve("database"), "demo.operator.password=" + DemoTest.PASSWORD);
                Browser browser = Browser.start()) {
            DemoClient client = new DemoClient(demo.port());
            Operator.send(client, "POST", "/desk/delay", "{\"value\":150}");
            browser.size(1440, 1180);
            browser.open(demo.port());
            AtomicInteger wave = new AtomicInteger();
            for (int i = 0; i < 3; i++) {
                writers.scheduleWithFixedDelay(() -> post(client, wave.incrementAndGet()), 0, 1, TimeUnit.SECONDS);
            }
            long begin = System.nanoTime();
            await("two minutes of load")
                    .atMost(LOAD.plusMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> System.nanoTime() - begin > LOAD.toNanos());
            browser.developerTool("Emulation.setScrollbarsHidden", Map.of("hidden", true));
            await("the next wave")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> browser.text("[data-buffer=ingest] .chip").contains("Full"));
            save(browser, "light", 1440, 1180, "desk-light.png");
            save(browser, "dark", 1440, 1180, "desk-dark.png");
            browser.size(360, 1500);
            save(browser, "light", 360, 1500, "desk-narrow.png");
        } finally {
            writers.shutdownNow();
        }
        assertThat(Files.size(PICTURES.resolve("desk-light.png"))).isLessThan(400_000);
    }

    private static void save(Browser browser, String theme, int width, int height, String file) throws Exception {
        browser.theme(theme);
        browser.awaitTrue("the width", "return innerWidth === arguments[0]", width);
        browser.awaitFrames();
        browser.savePicture(PICTURES.resolve(file), width, height);
    }

    /* A wave lasts half a minute; one line in a hundred raises an alert. */
    private static void post(DemoClient client, int number) {
        int lines = 900 + (int) (800 * Math.sin(number / 14.0));
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            text.append(i % 100 == 0 ? "ERROR sensor failed " : "INFO request served ")
                    .append(i)
                    .append('\n');
        }
        try {
            client.post(text.toString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
