package io.github.buffer4j.demo.desk;

import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An open page during load: its memory stays the same, and the server has hardly more to do. */
@Tag("evidence")
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class DeskLoadTest {

    private static final int MINUTES = Integer.getInteger("buffer4j.test.desk.minutes", 3);

    /* The charts hold two minutes, so that the memory grows until then. */
    private static final Duration FILLED = Duration.ofSeconds(130);
    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final int PERIOD_MILLIS = 200;
    private static final int LINES = 100;
    private static final long LINES_PER_MINUTE = LINES * 60_000L / PERIOD_MILLIS;
    private static final long ALLOWED_GROWTH = 2_000_000;
    private static final double ALLOWED_PROCESSORS = 0.05;

    @TempDir
    Path directory;

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // a post that fails ends them, which the number of lines shows
    void anOpenPageCostsLittleAndKeepsItsMemory() throws Exception {
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        try (DemoServer demo = new DemoServer(directory.resolve("database"));
                Browser browser = Browser.start()) {
            DemoClient client = new DemoClient(demo.port());
            String text = "INFO line\n".repeat(LINES - 1) + "ERROR line\n";
            writer.scheduleAtFixedRate(() -> post(client, text), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
            browser.size(1440, 900);
            browser.open(demo.port());
            pass(FILLED);
            double with = processors();
            long before = heap(browser);
            pass(Duration.ofMinutes(MINUTES).minus(FILLED));
            long after = heap(browser);
            browser.assertNoProblems();
            browser.run("location = 'about:blank'");
            double without = processors();
            System.out.printf(
                    "The desk: %.3f processors without the page, %.3f with it; heap %,d bytes, after %d min %,d%n",
                    without, with, before, MINUTES, after);
            assertSoftly(softly -> {
                softly.assertThat(after - before).as("growth of the heap").isLessThan(ALLOWED_GROWTH);
                softly.assertThat(with - without).as("processors").isLessThan(ALLOWED_PROCESSORS);
                softly.assertThat(demo.buffer("ingest").stats().written())
                        .as("written lines")
                        .isGreaterThan(MINUTES * LINES_PER_MINUTE / 2);
            });
        } finally {
            writer.shutdownNow();
        }
    }

    private static void post(DemoClient client, String text) {
        try {
            client.post(text);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns how many processors this process uses. */
    private static double processors() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long begin = System.nanoTime();
        long used = system.getProcessCpuTime();
        pass(MEASURED);
        return (double) (system.getProcessCpuTime() - used) / (System.nanoTime() - begin);
    }

    private static void pass(Duration time) {
        long begin = System.nanoTime();
        await("time to pass")
                .atMost(time.plusMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> System.nanoTime() - begin > time.toNanos());
    }

    private static long heap(Browser browser) {
        browser.developerTool("Performance.enable", Map.of());
        browser.developerTool("HeapProfiler.collectGarbage", Map.of());
        Object answer =
                browser.developerTool("Performance.getMetrics", Map.of()).get("metrics");
        List<?> metrics = (List<?>) Objects.requireNonNull(answer);
        return metrics.stream()
                .map(metric -> (Map<?, ?>) metric)
                .filter(metric -> "JSHeapUsedSize".equals(metric.get("name")))
                .mapToLong(metric -> ((Number) Objects.requireNonNull(metric.get("value"))).longValue())
                .findFirst()
                .orElseThrow();
    }
}
