package io.github.buffer4j.spring.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;

/**
 * Hands in 20,000 tasks to the executors of Spring Boot and to those on a buffer. All tasks wait until they are
 * released, 1.5 s later. Prints a table.
 */
@Tag("evidence")
@Timeout(300)
class ExecutorComparisonTest {

    private static final int TASKS = 20_000;
    private static final int THREADS = 8;
    private static final int CAPACITY = 1_000;
    private static final List<String> ROWS = new ArrayList<>();

    /** What is compared. */
    enum Row {
        BOOT_PLATFORM("Boot, platform threads", 0),
        BOOT_BOUNDED(
                "Boot, platform threads, `queue-capacity` 1,000",
                TASKS - THREADS - CAPACITY,
                "spring.task.execution.pool.queue-capacity=1000",
                "spring.task.execution.pool.max-size=8"),
        BOOT_VIRTUAL("Boot, virtual threads", 0, "spring.threads.virtual.enabled=true"),
        BOOT_LIMITED(
                "Boot, virtual threads, `concurrency-limit` 8",
                0,
                "spring.threads.virtual.enabled=true",
                "spring.task.execution.simple.concurrency-limit=8"),
        WAIT("buffer, `wait`", 0, mail("block", "wait", "platform")),
        VIRTUAL("buffer, `wait`, virtual threads", 0, mail("block", "wait", "virtual")),
        REJECT("buffer, `reject`", TASKS - THREADS - CAPACITY, mail("block", "reject", "platform")),
        CALLER_RUNS("buffer, `caller-runs`", 0, mail("block", "caller-runs", "platform")),
        OVERWRITE("buffer, `overwrite`", TASKS - THREADS - CAPACITY, mail("ring", "overwrite", "platform"));

        private final String text;
        private final int lost;

        @SuppressWarnings("ImmutableEnumChecker")
        private final List<String> properties;

        Row(String text, int lost, String... properties) {
            this.text = text;
            this.lost = lost;
            this.properties = List.of(properties);
        }

        private static String[] mail(String type, String whenFull, String threads) {
            String mail = "buffers.instances.mail.";
            return new String[] {
                mail + "type=" + type,
                mail + "capacity=1000",
                mail + "executor.concurrency=8",
                mail + "executor.when-full=" + whenFull,
                mail + "executor.threads=" + threads,
                mail + "executor.default=true"
            };
        }

        private boolean hasVirtualThreads() {
            return List.of(BOOT_VIRTUAL, BOOT_LIMITED, VIRTUAL).contains(this);
        }
    }

    @EnableAutoConfiguration
    static class Application {}

    @ParameterizedTest
    @EnumSource
    void theTasksAreHandedIn(Row row) throws InterruptedException {
        assumeThat(!row.hasVirtualThreads() || Runtime.version().feature() >= 21)
                .as("virtual threads")
                .isTrue();
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .web(WebApplicationType.NONE)
                .properties(row.properties.toArray(new String[0]))
                .run()) {
            handIn(row, context);
        }
    }

    private static void handIn(Row row, ConfigurableApplicationContext context) throws InterruptedException {
        AsyncTaskExecutor executor = context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        List<Future<?>> futures = new ArrayList<>();
        int rejected = 0;
        long slowest = 0;
        for (int i = 0; i < TASKS; i++) {
            long begin = System.nanoTime();
            try {
                futures.add(executor.submit(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    release.await();
                    running.decrementAndGet();
                    return null;
                }));
            } catch (TaskRejectedException e) {
                rejected++;
            }
            slowest = Math.max(slowest, System.nanoTime() - begin);
            if (i == THREADS - 1) {
                await("the first tasks to run").until(() -> running.get() == THREADS);
                startTimer(release);
            }
        }
        long cancelled =
                futures.stream().filter(ExecutorComparisonTest::isCancelled).count();
        ROWS.add("| %s | %,d | %,d ms | %,d | %s |"
                .formatted(
                        row.text,
                        most.get(),
                        TimeUnit.NANOSECONDS.toMillis(slowest),
                        rejected + cancelled,
                        meters(context.getBean(MeterRegistry.class))));
        assertThat(rejected + cancelled).isEqualTo(row.lost);
        assertThat(most.get()).isLessThanOrEqualTo(row == Row.BOOT_VIRTUAL ? TASKS : THREADS + 1);
    }

    private static void startTimer(CountDownLatch release) {
        Thread timer = new Thread(() -> {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            release.countDown();
        });
        timer.start();
    }

    private static boolean isCancelled(Future<?> future) {
        try {
            future.get();
            return false;
        } catch (CancellationException e) {
            return true;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String meters(MeterRegistry registry) {
        Map<String, Long> counts = registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> name.startsWith("executor.") || name.startsWith("buffer."))
                .distinct()
                .collect(Collectors.groupingBy(
                        name -> name.substring(0, name.indexOf('.')), TreeMap::new, Collectors.counting()));
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " of `" + count.getKey() + ".*`")
                        .collect(Collectors.joining(", "));
    }

    @AfterAll
    static void print() {
        System.out.println("| executor | at once | slowest `execute` | rejected or cancelled | meters |");
        System.out.println("|---|---|---|---|---|");
        ROWS.forEach(System.out::println);
    }
}
