package io.github.buffer4j.spring.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferCheckpointAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferExecutorAutoConfiguration;
import io.github.buffer4j.spring.executor.BufferTaskExecutor;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerState;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.DefaultLifecycleProcessor;

/** What becomes of buffers whose context pauses, or is part of a checkpoint, or stops and starts. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class BufferCheckpointTest {

    private final Set<Thread> others = Thread.getAllStackTraces().keySet();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferExecutorAutoConfiguration.class,
                    BufferCheckpointAutoConfiguration.class))
            .withUserConfiguration(Shipping.class)
            .withPropertyValues(
                    "buffers.instances.orders.capacity=9",
                    "buffers.instances.rows.capacity=9",
                    "buffers.instances.replies.ends=early",
                    "buffers.instances.mail.executor.concurrency=1",
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.instances.mail.drain-timeout=30s",
                    "buffers.templates.orders.capacity=9");
    private final AtomicReference<@Nullable Map<String, String>> atTheMoment = new AtomicReference<>();
    private final AtomicReference<@Nullable Set<String>> threads = new AtomicReference<>();

    @BeforeEach
    void leaveOtherContextsAlone() {
        Core.getGlobalContext().clear();
    }

    @AfterEach
    void reset() {
        Core.setMoment(() -> {});
    }

    @Test
    void buffersSurviveACheckpointWithTheirElementsAndNoThreadDoes(CapturedOutput output) {
        runner.run(context -> {
            fill(context);
            Core.setMoment(() -> look(context));
            Core.checkpointRestore();
            assertThat(atTheMoment.get()).isEqualTo(filled());
            assertThat(threads.get()).isEmpty();
            assertThat(states(context)).isEqualTo(filled());
            assertThatAllIsAtWork(context);
            assertThat(output).doesNotContain("do not open again").doesNotContain("has not paused in time");
            context.close();
            assertThat(output).contains("Buffer 'rows' was closed with 3 elements left unread");
        });
    }

    @Test
    void aCheckpointWaitsForTheTaskOfAnExecutor() {
        runner.run(context -> {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
            CompletableFuture<Void> task = executor.submitCompletable(() -> {
                started.countDown();
                release.await();
                return null;
            });
            started.await();
            Core.setMoment(() -> look(context));
            FutureTask<@Nullable Void> checkpoint = new FutureTask<>(() -> {
                Core.checkpointRestore();
                return null;
            });
            Thread thread = new Thread(checkpoint);
            thread.start();
            await("the checkpoint to wait")
                    .until(() -> executor.container().state() == ListenerState.PAUSING
                            && thread.getState() == Thread.State.TIMED_WAITING);
            assertThat(atTheMoment.get()).isNull();
            release.countDown();
            checkpoint.get();
            assertThat(task).isCompleted();
            assertThat(threads.get()).isEmpty();
            assertThatAllIsAtWork(context);
        });
    }

    /* An executor takes tasks as soon as it exists. Its thread waits in the queue, and goes on after the restore. */
    @Test
    void aCheckpointAtTheEndOfTheRefreshHasOnlyTheThreadsOfExecutors() throws ReflectiveOperationException {
        AtomicReference<@Nullable ConfigurableApplicationContext> starting = new AtomicReference<>();
        Core.setMoment(() -> {
            atTheMoment.set(states(Objects.requireNonNull(starting.get())));
            threads.set(ourThreads());
        });
        Field onRefresh = DefaultLifecycleProcessor.class.getDeclaredField("checkpointOnRefresh");
        onRefresh.setAccessible(true);
        onRefresh.set(null, true);
        try {
            runner.withInitializer(starting::set).run(context -> {
                assertThat(atTheMoment.get()).containsEntry("orders", "OPEN 0").containsEntry("rows", "OPEN 0");
                assertThat(threads.get()).containsExactly("mailExecutor-1");
                fill(context);
                assertThatAllIsAtWork(context);
            });
        } finally {
            onRefresh.set(null, false);
        }
    }

    @Test
    void buffersOfAPausedContextKeepTheirElementsAndHaveNoThreads(CapturedOutput output) {
        runner.run(context -> {
            fill(context);
            ConfigurableApplicationContext pausing = context.getSourceApplicationContext();
            pausing.pause();
            look(context);
            assertThat(atTheMoment.get()).isEqualTo(filled());
            assertThat(threads.get()).isEmpty();
            Buffer<Integer> created = context.getBean(BufferRegistry.class).create("orders-2", "orders");
            assertThat(created.offer(1)).isTrue();
            pausing.restart();
            assertThat(created.size()).isEqualTo(1);
            assertThatAllIsAtWork(context);
            assertThat(output).doesNotContain("do not open again");
        });
    }

    @Test
    void buffersOfAContextThatWasStoppedDoNotOpenAgain(CapturedOutput output) {
        runner.run(context -> {
            fill(context);
            context.stop();
            Map<String, String> ended = states(context);
            assertThat(ended).isEqualTo(all(name -> name.startsWith("rows") ? "CLOSED 0" : "DRAINED 0"));
            assertThat(output).doesNotContain("do not open again");
            context.start();
            assertThat(states(context)).isEqualTo(ended);
            assertThat(output)
                    .containsOnlyOnce("do not open again: mail, orders, orders-1, replies, rows.")
                    .containsOnlyOnce("Buffer 'rows' was closed with 3 elements left unread");
            assertThat(context.getBean(BufferListeners.class).get("ship"))
                    .isNotNull()
                    .satisfies(ship -> assertThat(ship.state()).isEqualTo(ListenerState.STOPPED));
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            assertThat(registry.remove("orders-1")).isTrue();
            Buffer<Integer> again = registry.create("orders-1", "orders");
            assertThat(again.offer(1)).isTrue();
            context.stop();
            assertThat(again.state()).isEqualTo(BufferState.CLOSED);
        });
    }

    private static void fill(ApplicationContext context) {
        BufferRegistry registry = context.getBean(BufferRegistry.class);
        Buffer<Integer> rows = buffer(context, "rows");
        for (int i = 0; i < 3; i++) {
            assertThat(rows.offer(i)).isTrue();
        }
        Buffer<Integer> created = registry.create("orders-1", "orders");
        assertThat(created.capacity()).isEqualTo(9);
        assertThat(buffer(context, "orders").offer(7)).isTrue();
        await("the order to be shipped")
                .until(() -> context.getBean(Shipping.class).shipped.contains(7));
    }

    private static Map<String, String> filled() {
        return all(name -> name.equals("rows") ? "OPEN 3" : "OPEN 0");
    }

    private static Map<String, String> all(UnaryOperator<String> state) {
        return new TreeMap<>(List.of("mail", "orders", "orders-1", "replies", "rows").stream()
                .collect(Collectors.toMap(name -> name, state)));
    }

    private void look(ApplicationContext context) {
        atTheMoment.set(states(context));
        await("the threads to end").untilAsserted(() -> {
            threads.set(ourThreads());
            assertThat(threads.get()).isEmpty();
        });
    }

    private static Map<String, String> states(ApplicationContext context) {
        return context.getBean(BufferRegistry.class).entries().stream()
                .collect(Collectors.toMap(
                        BufferEntry::name,
                        entry -> entry.buffer().state() + " " + entry.buffer().size(),
                        (first, second) -> first,
                        TreeMap::new));
    }

    private Set<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                .filter(name ->
                        name.equals("buffer-monitor") || name.startsWith("ship-") || name.startsWith("mailExecutor-"))
                .collect(Collectors.toSet());
    }

    private void assertThatAllIsAtWork(ApplicationContext context) {
        assertThat(buffer(context, "orders").offer(8)).isTrue();
        await("the order to be shipped")
                .until(() -> context.getBean(Shipping.class).shipped.contains(8));
        assertThat(context.getBean(BufferTaskExecutor.class).submitCompletable(() -> "done"))
                .succeedsWithin(Duration.ofSeconds(30))
                .isEqualTo("done");
        assertThat(ourThreads()).containsExactlyInAnyOrder("buffer-monitor", "ship-1", "mailExecutor-1");
    }

    @SuppressWarnings("unchecked")
    private static Buffer<Integer> buffer(ApplicationContext context, String name) {
        return context.getBean(name, Buffer.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class Shipping {

        final List<Integer> shipped = new CopyOnWriteArrayList<>();

        @BufferListener(buffer = "orders", id = "ship")
        void ship(Integer order) {
            shipped.add(order);
        }
    }
}
