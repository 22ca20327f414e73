package io.github.buffer4j.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;

/**
 * An application whose buffers of all kinds are written, read, reset, resized, created and removed, and whose
 * listeners are paused and resumed, all at once: at each scrape the totals balance, nothing is logged as a problem,
 * and at the end the heap holds what it held after a third of the time. Prints what it measures.
 */
@Tag("evidence")
@Timeout(value = 90, unit = TimeUnit.MINUTES)
class MixedLoadTest extends BuffersEndpointServer {

    private static final int SECONDS = Integer.getInteger("buffer4j.test.mixed.seconds", 180);
    private static final int REPORT_SECONDS = 30;
    private static final double HEAP_GROWTH = 1.05;
    private static final List<String> NAMES = List.of("orders", "latest", "events");

    private static final List<String> TEMPLATES = List.of("late-block", "late-ring", "late-growable");

    private static final Pattern SAMPLE = Pattern.compile("buffer_(\\w+)\\{.*?name=\"([\\w-]+)\".*} (\\S+)");

    /* Signs of the meters whose sum is zero; there are two of discards, with a reason each. */
    private static final Map<String, Integer> SIGNS = Map.of(
            "writes_elements_total", 1,
            "reads_elements_total", -1,
            "overwrites_elements_total", -1,
            "discards_elements_total", -1,
            "size_elements", -1);
    private static final int TERMS = 6;

    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong created = new AtomicLong();
    private final AtomicLong operations = new AtomicLong();
    private long balances;
    private volatile boolean running = true;

    MixedLoadTest() {
        super(WebApplicationType.SERVLET);
    }

    @Test
    void totalsBalanceAndNothingPilesUp() throws Exception {
        AppenderBase<ILoggingEvent> appender = problemsOfTheLog();
        start(
                UNRESTRICTED,
                "management.endpoints.web.exposure.include=buffers,bufferevents,health,prometheus",
                "management.health.buffers.enabled=true",
                "management.health.redis.enabled=false",
                "buffers.defaults.high-water-mark=80%",
                "buffers.templates.late-block.capacity=16",
                "buffers.templates.late-ring.type=ring",
                "buffers.templates.late-ring.capacity=16",
                "buffers.templates.late-growable.type=growable",
                "buffers.defaults.element-type=java.lang.String",
                "buffers.instances.events.type=growable",
                "buffers.instances.events.max-capacity=100000");
        root().addAppender(appender);
        try {
            listeners()
                    .register(
                            ListenerSpec.builder("store", "orders")
                                    .concurrency(2)
                                    .build(),
                            this::handle);
            listeners()
                    .registerBatch(
                            ListenerSpec.builder("send", "events")
                                    .batch(100, Duration.ofMillis(5))
                                    .build(),
                            this::handleAll);
            NAMES.forEach(name -> repeat("writer of " + name, 200, () -> write(buffer(name))));
            repeat("reader of latest", 400, () -> buffer("latest").poll(Duration.ofMillis(10)));
            repeat("operator", 150_000, this::operate);
            repeat("creator", 100_000, this::createAndRemove);
            scrapeForAWhile();
            assertThat(problems).isEmpty();
        } finally {
            running = false;
            root().detachAppender(appender);
            await("the threads to end").until(() -> threads.stream().noneMatch(Thread::isAlive));
        }
    }

    private void scrapeForAWhile() throws Exception {
        long third = 0;
        long start = System.nanoTime();
        for (int second = 1; second <= SECONDS; second++) {
            LockSupport.parkNanos(start + TimeUnit.SECONDS.toNanos(second) - System.nanoTime());
            assertBalanced(request("GET", "/prometheus", ""));
            assertThat(request("GET", "/bufferevents", "").statusCode()).isEqualTo(200);
            assertThat(request("GET", "/health", "").statusCode()).isEqualTo(200);
            assertThat(problems).isEmpty();
            if (second == SECONDS / 3) {
                third = liveHeap();
            }
            if (second % REPORT_SECONDS == 0 || second == SECONDS) {
                System.out.println(String.format(
                        "Mixed load, %d s: %d written, %d handled, %d operations, %d buffers created, %d balances,"
                                + " %.2f MB live",
                        second, written(), handled.get(), operations.get(), created.get(), balances, liveHeap() / 1e6));
            }
        }
        long end = liveHeap();
        System.out.println(String.format(
                "Mixed load: %.2f MB live after a third, %.2f MB at the end, ratio %.4f",
                third / 1e6, end / 1e6, (double) end / third));
        assertThat((double) end / third).as("growth of the heap").isLessThanOrEqualTo(HEAP_GROWTH);
    }

    private long written() {
        return NAMES.stream().mapToLong(name -> buffer(name).stats().written()).sum();
    }

    /* Meters of a buffer that is registered or removed during the scrape may be missing. */
    private void assertBalanced(HttpResponse<String> scrape) {
        assertThat(scrape.statusCode()).isEqualTo(200);
        Map<String, Long> sums = new HashMap<>();
        Map<String, Integer> terms = new HashMap<>();
        scrape.body().lines().map(SAMPLE::matcher).filter(Matcher::matches).forEach(sample -> {
            Integer sign = SIGNS.get(sample.group(1));
            if (sign != null) {
                sums.merge(sample.group(2), sign * (long) Double.parseDouble(sample.group(3)), Long::sum);
                terms.merge(sample.group(2), 1, Integer::sum);
            }
        });
        assertThat(terms).containsKeys(NAMES.toArray(String[]::new));
        terms.forEach((name, count) -> {
            if (count == TERMS) {
                assertThat(sums).as("the balance of %s", name).containsEntry(name, 0L);
                balances++;
            } else {
                assertThat(NAMES).as("buffers without all meters").doesNotContain(name);
            }
        });
    }

    private void write(Buffer<String> buffer) throws InterruptedException {
        if (ThreadLocalRandom.current().nextInt(10) == 0) {
            String[] batch = new String[ThreadLocalRandom.current().nextInt(1, 50)];
            Arrays.fill(batch, "batch");
            buffer.offer(batch, 0, batch.length);
        } else {
            buffer.offer("element", Duration.ofMillis(10));
        }
    }

    private Object handle(String element) {
        handled.incrementAndGet();
        return element;
    }

    private Object handleAll(List<String> elements) {
        handled.addAndGet(elements.size());
        return elements;
    }

    /* Resets, resizes, and pauses that are taken back. */
    private void operate() throws Exception {
        String name = NAMES.get(ThreadLocalRandom.current().nextInt(NAMES.size()));
        HttpResponse<String> response = switch (ThreadLocalRandom.current().nextInt(3)) {
            case 0 -> send("DELETE", "/" + name);
            case 1 ->
                send(
                        "POST",
                        "/" + name,
                        "{\"capacity\":%d}"
                                .formatted(ThreadLocalRandom.current().nextInt(1, 64)));
            default -> {
                pause("orders", "store", true);
                pause("events", "send", true);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                pause("orders", "store", false);
                yield pause("events", "send", false);
            }
        };
        assertThat(response.statusCode()).isEqualTo(200);
        operations.incrementAndGet();
    }

    private HttpResponse<String> pause(String buffer, String listener, boolean paused) throws Exception {
        return send("POST", "/" + buffer, "{\"listener\":\"%s\",\"paused\":%s}".formatted(listener, paused));
    }

    private void createAndRemove() throws InterruptedException {
        String name = "late-" + created.incrementAndGet();
        String template = TEMPLATES.get(ThreadLocalRandom.current().nextInt(TEMPLATES.size()));
        Buffer<String> buffer = registry().create(name, template);
        for (int i = 0; i < 40; i++) {
            buffer.offer("late");
            if (i % 3 == 0) {
                buffer.poll();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        buffer.closeWrite();
        while (buffer.poll() != null) {
            handled.incrementAndGet();
        }
        assertThat(registry().remove(name)).isTrue();
    }

    private void repeat(String name, long pauseMicros, Action action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (running) {
                            action.run();
                            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(pauseMicros));
                        }
                    } catch (Exception | AssertionError e) {
                        problems.add(name + ": " + e);
                    }
                },
                name);
        threads.add(thread);
        thread.start();
    }

    private static long liveHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private AppenderBase<ILoggingEvent> problemsOfTheLog() {
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                    problems.add(event.getLevel() + " " + event.getFormattedMessage());
                }
            }
        };
        appender.start();
        return appender;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private interface Action {

        void run() throws Exception;
    }
}
