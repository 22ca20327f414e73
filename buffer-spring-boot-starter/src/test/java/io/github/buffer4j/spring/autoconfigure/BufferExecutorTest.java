package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.DropListener;
import io.github.buffer4j.spring.BufferConsumer;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.executor.BufferTaskExecutor;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerState;
import io.micrometer.context.ContextRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Task executors under {@code buffers.instances.<name>.executor}. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class BufferExecutorTest {

    private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    TaskExecutionAutoConfiguration.class,
                    BufferExecutorAutoConfiguration.class,
                    BufferAutoConfiguration.class))
            .withPropertyValues("buffers.instances.mail.executor.concurrency=2");

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class Mail {

        @Bean
        Postman postman() {
            return new Postman();
        }
    }

    static class Postman {

        @Async("mailExecutor")
        CompletableFuture<String> threadOfMail() {
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }

        @Async
        CompletableFuture<String> threadOfOthers() {
            return CompletableFuture.completedFuture(Thread.currentThread().getName());
        }
    }

    @Test
    void anExecutorIsUsedWhereItIsNamedAndNowhereElse() {
        runner.withUserConfiguration(Mail.class).run(context -> {
            Postman postman = context.getBean(Postman.class);
            assertThat(postman.threadOfMail().get()).startsWith("mailExecutor-");
            assertThat(postman.threadOfOthers().get()).startsWith("task-");
            assertThat(context.getBeanProvider(AsyncTaskExecutor.class).getObject())
                    .isSameAs(context.getBean("applicationTaskExecutor"))
                    .isNotInstanceOf(BufferTaskExecutor.class);
            assertThat(context.getBean("mail", BlockBuffer.class).stats().read())
                    .isEqualTo(1);
        });
    }

    @Test
    void theDefaultReplacesTheExecutorOfTheApplication() {
        runner.withUserConfiguration(Mail.class)
                .withPropertyValues(
                        "buffers.instances.mail.executor.default=true",
                        "buffers.instances.bulk-mail.executor.concurrency=1")
                .run(context -> {
                    assertThat(context.getBean("applicationTaskExecutor"))
                            .isInstanceOf(BufferTaskExecutor.class)
                            .isSameAs(context.getBean("mailExecutor"))
                            .isSameAs(context.getBean("taskExecutor"))
                            .isSameAs(context.getBeanProvider(Executor.class).getObject());
                    assertThat(context.getBean("bulkMailExecutor")).isInstanceOf(BufferTaskExecutor.class);
                    Postman postman = context.getBean(Postman.class);
                    assertThat(postman.threadOfMail().get()).startsWith("mailExecutor-");
                    assertThat(postman.threadOfOthers().get()).startsWith("mailExecutor-");
                });
    }

    @Test
    void theQueueIsABufferOfTasks() {
        runner.withUserConfiguration(Tasks.class)
                .withPropertyValues("buffers.defaults.element-type=java.lang.String")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Tasks tasks = context.getBean(Tasks.class);
                    assertThat(tasks.queue).isSameAs(context.getBean("mail"));
                    assertThat(tasks.executor).isSameAs(context.getBean("mailExecutor"));
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Tasks {

        private final BlockBuffer<Runnable> queue;
        private final BufferTaskExecutor executor;

        Tasks(BlockBuffer<Runnable> mail, @Qualifier("mailExecutor") BufferTaskExecutor mailExecutor) {
            this.queue = mail;
            this.executor = mailExecutor;
        }
    }

    @Test
    void emptyOptionsAreTheDefaults() {
        runner.withPropertyValues("buffers.instances.letters.executor=").run(context -> {
            BufferTaskExecutor letters = context.getBean("lettersExecutor", BufferTaskExecutor.class);
            assertThat(letters.container().spec().concurrency()).isEqualTo(8);
        });
    }

    @Test
    void environmentVariablesSetTheOptions() {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                java.util.Map.of(
                                        "BUFFERS_INSTANCES_MAIL_EXECUTOR_CONCURRENCY", "3",
                                        "BUFFERS_INSTANCES_MAIL_EXECUTOR_WHEN_FULL", "caller-runs"))))
                .run(context -> assertThat(context.getBean(BufferTaskExecutor.class)
                                .container()
                                .spec()
                                .concurrency())
                        .isEqualTo(3));
    }

    @Test
    void aRingOverwritesTheOldestTask() {
        runner.withPropertyValues("buffers.instances.mail.type=ring", "buffers.instances.mail.capacity=1")
                .withBean("drops", Drops.class)
                .withPropertyValues("buffers.instances.mail.drop-listener=drops")
                .run(context -> {
                    BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
                    pause(executor.container());
                    Future<?> first = executor.submit(() -> {});
                    Future<?> second = executor.submit(() -> {});
                    assertThat(first.isCancelled()).isTrue();
                    assertThat(second.isDone()).isFalse();
                    assertThat(context.getBean(Drops.class).dropped).hasSize(1);
                    executor.container().resume();
                    second.get();
                });
    }

    static class Drops implements DropListener<Object> {

        private final List<Object> dropped = new CopyOnWriteArrayList<>();

        @Override
        public void onDrop(Object element, io.github.buffer4j.DropReason reason) {
            dropped.add(element);
        }
    }

    private static void pause(BufferListenerContainer container) {
        container.pause();
        await("the pause").until(() -> container.state() == ListenerState.PAUSED);
    }

    @Test
    void theDecoratorsOfTheApplicationApply() {
        runner.withBean(
                        TaskDecorator.class,
                        () -> task -> () -> {
                            Thread.currentThread().setName("decorated");
                            task.run();
                        })
                .run(context -> assertThat(context.getBean(BufferTaskExecutor.class)
                                .submit(() -> Thread.currentThread().getName())
                                .get())
                        .isEqualTo("decorated"));
    }

    @ParameterizedTest
    @CsvSource({"true, , Ann", "false, , ", "true, false, ", "false, true, Ann"})
    void contextsAreCarriedAsForTheExecutorOfTheApplication(
            String boot, @Nullable String own, @Nullable String expected) {
        runner.withPropertyValues("spring.task.execution.propagate-context=" + boot)
                .withPropertyValues(own == null ? "x=y" : "buffers.instances.mail.propagate-context=" + own)
                .run(context -> {
                    MDC.put("user", "Ann");
                    TENANT.set("Ann");
                    ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", TENANT);
                    Future<List<@Nullable String>> seen = context.getBean(BufferTaskExecutor.class)
                            .submit(() -> Arrays.asList(MDC.get("user"), TENANT.get()));
                    MDC.remove("user");
                    TENANT.remove();
                    assertThat(seen.get()).containsOnly(expected);
                    ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
                });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void virtualThreadsRunTasksWhereTheApplicationHasThem() {
        runner.withPropertyValues("spring.threads.virtual.enabled=true")
                .run(context -> assertThat(context.getBean(BufferTaskExecutor.class)
                                .submit(() -> Thread.currentThread().toString())
                                .get())
                        .startsWith("VirtualThread"));
    }

    @Test
    void theListenersIncludeTheExecutor() {
        runner.run(context -> {
            BufferListeners listeners = context.getBean(BufferListeners.class);
            assertThat(listeners.ids()).containsExactly("mailExecutor");
            assertThat(listeners.get("mailExecutor"))
                    .isSameAs(context.getBean(BufferTaskExecutor.class).container());
        });
    }

    // ---- The end ----

    @Test
    void tasksAreAcceptedUntilItIsTheirTurnAndAllOfThemRun() {
        AtomicInteger ran = new AtomicInteger();
        runner.withPropertyValues("buffers.instances.mail.drain-timeout=60s").run(context -> {
            BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
            executor.execute(() -> executor.execute(() -> executor.execute(ran::incrementAndGet)));
            for (int i = 0; i < 100; i++) {
                executor.execute(ran::incrementAndGet);
            }
            context.close();
            assertThat(ran).hasValue(101);
        });
    }

    private ApplicationContextRunner withNumbers() {
        return runner.withPropertyValues(
                "buffers.instances.numbers.element-type=java.lang.Integer",
                "buffers.instances.numbers.drain-timeout=1h",
                "buffers.instances.mail.drain-timeout=1h");
    }

    private static Future<?> readAll(Buffer<Integer> numbers, List<Integer> read, BufferTaskExecutor executor) {
        return executor.submit(() -> {
            numbers.forEach(read::add);
            return null;
        });
    }

    @Test
    void aTaskThatReadsABufferToItsEndDoesNotDelayTheEnd(CapturedOutput output) {
        List<Integer> read = new CopyOnWriteArrayList<>();
        withNumbers().run(context -> {
            Buffer<Integer> numbers = numbers(context);
            Future<?> loop = readAll(numbers, read, context.getBean(BufferTaskExecutor.class));
            numbers.add(1);
            numbers.add(2);
            context.close();
            assertThat(loop).isDone();
            assertThat(read).containsExactly(1, 2);
            assertThat(numbers.state()).isEqualTo(BufferState.DRAINED);
        });
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void whatATaskWritesAtTheEndIsRead(CapturedOutput output) {
        List<Integer> read = new CopyOnWriteArrayList<>();
        CountDownLatch settling = new CountDownLatch(1);
        withNumbers().run(context -> {
            Buffer<Integer> numbers = numbers(context);
            BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
            Future<?> loop = readAll(numbers, read, executor);
            Future<?> writer = executor.submit(() -> {
                settling.await();
                numbers.add(1);
                return null;
            });
            await("the task").until(() -> executor.container().inFlight() == 2);
            context.getBean(BufferRegistry.class).addConsumer(new Looks(settling));
            context.close();
            assertThat(writer).isDone();
            assertThat(loop).isDone();
            assertThat(read).containsExactly(1);
        });
        assertThat(output).doesNotContain("WARN");
    }

    /** A consumer that does nothing but wait until the buffers have been looked at for a while. */
    private static final class Looks implements BufferConsumer {

        private final CountDownLatch reached;
        private final AtomicInteger looks = new AtomicInteger();

        private Looks(CountDownLatch reached) {
            this.reached = reached;
        }

        @Override
        public String name() {
            return "looks";
        }

        @Override
        public String source() {
            return "numbers";
        }

        @Override
        public Collection<String> targets() {
            return List.of();
        }

        @Override
        public boolean isAtWork() {
            if (looks.incrementAndGet() == 12) {
                reached.countDown();
            }
            return true;
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        @Override
        public boolean runs(Thread thread) {
            return false;
        }

        @Override
        public int inFlight() {
            return 0;
        }
    }

    @SuppressWarnings("unchecked")
    private static Buffer<Integer> numbers(ConfigurableApplicationContext context) {
        return context.getBean("numbers", Buffer.class);
    }

    @Test
    void tasksThatExceedTheirTimeAreCancelledAndCounted(CapturedOutput output) {
        CountDownLatch never = new CountDownLatch(1);
        runner.withPropertyValues("buffers.instances.mail.drain-timeout=10ms").run(context -> {
            BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
            List<Future<?>> futures = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 5; i++) {
                futures.add(executor.submit(() -> {
                    never.await();
                    return null;
                }));
            }
            await("two tasks").until(() -> executor.container().inFlight() == 2);
            context.close();
            assertThat(futures).allMatch(Future::isCancelled);
        });
        assertThat(output)
                .contains("Buffer 'mail' was closed with 3 elements left unread")
                .contains("Executor 'mailExecutor' has cancelled 2 tasks that were still running");
    }

    @Test
    void aPausedContextTakesNoTasks() {
        runner.run(context -> {
            BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
            CountDownLatch release = new CountDownLatch(1);
            Future<?> running = executor.submit(() -> {
                release.await();
                return null;
            });
            await("the task").until(() -> executor.container().inFlight() == 1);
            context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                    .pause();
            assertThat(executor.container().state()).isEqualTo(ListenerState.PAUSING);
            release.countDown();
            running.get();
            await("the pause").until(() -> executor.container().state() == ListenerState.PAUSED);
            Future<?> waiting = executor.submit(() -> {});
            assertThat(waiting.isDone()).isFalse();
            context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                    .restart();
            waiting.get();
        });
    }

    @Test
    void aStartThatFailsLeavesNoThread() {
        runner.withBean("failing", Object.class, () -> {
                    throw new IllegalStateException("as expected");
                })
                .run(context -> {
                    assertThat(context).hasFailed();
                    await("the threads to end")
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> Thread.getAllStackTraces().keySet().stream()
                                    .noneMatch(thread -> thread.getName().startsWith("mailExecutor-")));
                });
    }

    // ---- Mistakes ----

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            executor.concurrency=0     | executor.concurrency | it is out of range      | Use 1 or more.
            executor.concurrency=many  | executor.concurrency | it cannot be converted  | Use an integer
            executor.threads=green | executor.threads | it cannot be converted | Use one of: auto, platform, virtual
            executor.when-full=drop    | executor.when-full   | it cannot be converted  | Use one of: caller-runs,
            executor.when-full=overwrite | executor.when-full | to a buffer of type block | wait, reject, caller-runs
            executor.size=5            | executor.size        | the key is unknown      | Use one of: concurrency,
            element-type=java.lang.String | element-type      | the tasks of an executor | Remove it, or the executor
            """)
    void aMistakeStopsTheStart(String property, String key, String reason, String cure) {
        runner.withPropertyValues("buffers.instances.mail." + property)
                .run(context -> assertThatStartFails(context.getStartupFailure(), key, reason, cure));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ring     | wait      | to a buffer of type ring     | Use overwrite, or another type.
            growable | wait      | to a buffer of type growable | Use reject, caller-runs, or another type.
            """)
    void aPolicyThatDoesNotApplyStopsTheStart(String type, String whenFull, String reason, String cure) {
        runner.withPropertyValues(
                        "buffers.instances.mail.type=" + type, "buffers.instances.mail.executor.when-full=" + whenFull)
                .run(context -> assertThatStartFails(context.getStartupFailure(), "executor.when-full", reason, cure));
    }

    @Test
    void anExecutorInTheDefaultsStopsTheStart() {
        runner.withPropertyValues("buffers.defaults.executor.concurrency=5")
                .run(context ->
                        assertThat(context.getStartupFailure()).hasStackTraceContaining("buffers.defaults.executor"));
    }

    @Test
    void aNameThatIsTakenStopsTheStart() {
        runner.withBean("mailExecutor", Object.class, Object::new)
                .run(context -> assertThatStartFails(
                        context.getStartupFailure(),
                        "executor",
                        "a bean with the name 'mailExecutor' already exists",
                        "Give the buffer another name"));
        runner.withBean("applicationTaskExecutor", Object.class, Object::new)
                .withPropertyValues("buffers.instances.mail.executor.default=true")
                .run(context -> assertThatStartFails(
                        context.getStartupFailure(),
                        "executor",
                        "a bean with the name 'applicationTaskExecutor' already exists",
                        "rename the bean"));
    }

    @Test
    void anOwnBufferCannotBeTheQueue() {
        runner.withBean("mail", BlockBuffer.class, () -> new BlockBuffer<Runnable>(5))
                .run(context -> assertThatStartFails(
                        context.getStartupFailure(),
                        "executor",
                        "the application's own bean 'mail' replaces the instance",
                        "Remove the bean"));
    }

    @Test
    void twoDefaultsStopTheStart() {
        runner.withPropertyValues(
                        "buffers.instances.mail.executor.default=true", "buffers.instances.sms.executor.default=true")
                .run(context -> assertThatStartFails(
                        context.getStartupFailure(),
                        "executor.default",
                        "the executor of 'mail' is the default already",
                        "Set it for one executor only."));
    }

    @Test
    void aForcedExecutorOfSpringBootStopsTheStart() {
        runner.withPropertyValues("buffers.instances.mail.executor.default=true", "spring.task.execution.mode=force")
                .run(context -> assertThatStartFails(
                        context.getStartupFailure(),
                        "executor.default",
                        "spring.task.execution.mode=force makes Spring Boot define an executor of this name",
                        "Remove one of the two."));
    }

    private static void assertThatStartFails(@Nullable Throwable failure, String key, String reason, String cure) {
        FailureAnalysis analysis = Objects.requireNonNull(
                new BufferConfigurationFailureAnalyzer().analyze(Objects.requireNonNull(failure)));
        assertThat(analysis.getDescription()).contains("." + key).contains(reason);
        assertThat(analysis.getAction()).contains(cure);
    }
}
