package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.executor.BufferTaskExecutor;
import io.github.buffer4j.spring.listener.BufferListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskRejectedException;

/** How listeners and executors end with unusual stops, in contexts whose buffers have an hour to drain. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class BufferExecutorEndTest {

    private static final int ELEMENTS = 100;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BufferExecutorAutoConfiguration.class, BufferAutoConfiguration.class))
            .withPropertyValues(
                    "buffers.defaults.drain-timeout=1h",
                    "buffers.instances.numbers.element-type=java.lang.Integer",
                    "buffers.instances.mail.executor.concurrency=2");

    private final AtomicInteger ran = new AtomicInteger();

    @Configuration(proxyBeanMethods = false)
    static class Counting {

        @Bean
        Counter counter() {
            return new Counter();
        }
    }

    /** Counts slowly, and only once the context stops. */
    static final class Counter implements SmartLifecycle {

        private final List<Integer> counted = new CopyOnWriteArrayList<>();
        private final CountDownLatch stopping = new CountDownLatch(1);

        @BufferListener("numbers")
        void count(Integer number) throws InterruptedException {
            work();
            counted.add(number);
        }

        void work() throws InterruptedException {
            stopping.await();
            LockSupport.parkNanos(1_000_000);
        }

        List<Integer> counted() {
            return counted;
        }

        @Override
        public void start() {}

        @Override
        public void stop() {
            stopping.countDown();
        }

        @Override
        public boolean isRunning() {
            return stopping.getCount() > 0;
        }

        @Override
        public int getPhase() {
            return BufferLifecycle.PHASE + 2;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Failing {

        @Bean
        @Order(0)
        ApplicationListener<ContextClosedEvent> failing() {
            return event -> {
                throw new IllegalStateException("as expected");
            };
        }
    }

    @SuppressWarnings("unchecked")
    private static Buffer<Integer> numbers(ConfigurableApplicationContext context) {
        return context.getBean("numbers", Buffer.class);
    }

    private void fill(ConfigurableApplicationContext context) {
        Integer[] numbers = IntStream.range(0, ELEMENTS).boxed().toArray(Integer[]::new);
        BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
        Counter counter = context.getBean(Counter.class);
        try {
            numbers(context).write(numbers);
            for (int i = 0; i < ELEMENTS; i++) {
                Future<Integer> unused = executor.submit(() -> {
                    counter.work();
                    return ran.incrementAndGet();
                });
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertThatAllIsHandled(Counter counter) {
        assertThat(counter.counted()).hasSize(ELEMENTS);
        assertThat(ran).hasValue(ELEMENTS);
    }

    @Test
    void aListenerOfTheCloseThatFailsLosesNothing() {
        runner.withUserConfiguration(Failing.class, Counting.class).run(context -> {
            Counter counter = context.getBean(Counter.class);
            fill(context);
            context.close();
            assertThatAllIsHandled(counter);
        });
    }

    @Test
    void aContextThatStopsLosesNothing() {
        runner.withUserConfiguration(Counting.class).run(context -> {
            fill(context);
            context.stop();
            assertThatAllIsHandled(context.getBean(Counter.class));
        });
    }

    @Test
    void aContextThatPausesAndClosesCancelsTheTaskThatRuns(CapturedOutput output) {
        CountDownLatch never = new CountDownLatch(1);
        String[] oneThread = {
            "buffers.instances.mail.drain-timeout=10ms", "buffers.instances.mail.executor.concurrency=1"
        };
        runner.withPropertyValues(oneThread).run(context -> {
            BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
            Future<?> running = submit(executor, never);
            await("the task").until(() -> executor.container().inFlight() == 1);
            context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                    .pause();
            Future<?> waiting = submit(executor, never);
            context.close();
            assertThat(running.isCancelled()).isTrue();
            assertThat(waiting.isCancelled()).isTrue();
            await("the threads").until(() -> executor.container().threads().isEmpty());
        });
        assertThat(output).contains("Executor 'mailExecutor' has cancelled 1 tasks that were still running");
    }

    private static Future<?> submit(BufferTaskExecutor executor, CountDownLatch latch) {
        return executor.submit(() -> {
            latch.await();
            return null;
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Hanging {

        static final AtomicReference<@Nullable Future<?>> TASK = new AtomicReference<>();

        @Bean
        Object submitter(@Qualifier("mailExecutor") BufferTaskExecutor executor) {
            TASK.set(submit(executor, new CountDownLatch(1)));
            await("the task").until(() -> executor.container().inFlight() == 1);
            throw new IllegalStateException("as expected");
        }
    }

    @Test
    void aStartThatFailsCancelsTheTaskThatRuns() {
        runner.withUserConfiguration(Hanging.class).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Objects.requireNonNull(Hanging.TASK.get()).isCancelled()).isTrue();
        });
    }

    @Test
    void aTaskMayCloseTheContext(CapturedOutput output) {
        runner.withPropertyValues("buffers.instances.numbers.after=mail")
                .run(context -> context.getBean(BufferTaskExecutor.class)
                        .submit(() -> context.close())
                        .get());
        assertThat(output).doesNotContain("WARN");
    }

    @Configuration(proxyBeanMethods = false)
    static class Closing {

        @Bean
        Closer closer(ConfigurableApplicationContext context) {
            return new Closer(context, new CountDownLatch(1));
        }
    }

    record Closer(ConfigurableApplicationContext context, CountDownLatch closed) {

        @BufferListener("numbers")
        void close(Integer number) {
            context.close();
            closed.countDown();
        }
    }

    @Test
    void aListenerMayCloseTheContext(CapturedOutput output) {
        runner.withUserConfiguration(Closing.class).run(context -> {
            Closer closer = context.getBean(Closer.class);
            numbers(context).add(1);
            closer.closed().await();
        });
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void aBufferThatIsNamedAfterTheQueueGetsWhatTasksWrite(CapturedOutput output) {
        runner.withUserConfiguration(Counting.class)
                .withPropertyValues("buffers.instances.numbers.after=mail")
                .run(context -> {
                    Counter counter = context.getBean(Counter.class);
                    Buffer<Integer> numbers = numbers(context);
                    Buffer<?> mail = context.getBean("mail", Buffer.class);
                    BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
                    Future<?> writer = executor.submit(() -> {
                        mail.awaitDrained(Duration.ofHours(1));
                        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                        numbers.add(1);
                        return null;
                    });
                    await("the task").until(() -> executor.container().inFlight() == 1);
                    context.close();
                    writer.get();
                    assertThat(counter.counted()).containsExactly(1);
                });
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void aFutureThatFailsWhenItIsCancelledDoesNotStopTheStop(CapturedOutput output) {
        CountDownLatch never = new CountDownLatch(1);
        runner.withPropertyValues("buffers.instances.mail.drain-timeout=10ms").run(context -> {
            BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                FutureTask<@Nullable Void> task =
                        new FutureTask<>(() -> {
                            never.await();
                            return null;
                        }) {
                            @Override
                            protected void done() {
                                throw new IllegalStateException("as expected");
                            }
                        };
                futures.add(task);
                executor.execute(task);
            }
            await("the tasks").until(() -> executor.container().inFlight() == 2);
            context.close();
            assertThat(futures).allMatch(Future::isCancelled);
            await("the threads").until(() -> executor.container().threads().isEmpty());
        });
        assertThat(output)
                .contains("A future failed when it was cancelled")
                .contains("Executor 'mailExecutor' has cancelled 2 tasks that were still running")
                .doesNotContain("Failed to stop bean");
    }

    @Test
    void anExecutorThatWasDestroyedTakesNoTasks() {
        runner.run(context -> {
            BufferTaskExecutor executor = context.getBean(BufferTaskExecutor.class);
            executor.destroy();
            assertThatThrownBy(() -> executor.execute(ran::incrementAndGet))
                    .isInstanceOf(TaskRejectedException.class)
                    .hasMessageEndingWith("it has been destroyed");
            assertThat(executor.container().threads()).isEmpty();
        });
    }
}
