package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.ReaderThread;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

@ExtendWith(OutputCaptureExtension.class)
class BufferLifecycleTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withPropertyValues("buffers.instances.orders.capacity=100");

    @Test
    void aReaderAtWorkGetsEverything(CapturedOutput output) {
        runner.run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            List<Integer> sent = IntStream.range(0, 100).boxed().toList();
            for (Integer element : sent) {
                orders.add(element);
            }
            assertThat(orders.next()).isZero();
            CompletableFuture<@Nullable Void> stopping = new CompletableFuture<>();
            CompletableFuture<List<Integer>> received = CompletableFuture.supplyAsync(
                    () -> orders.stream().peek(element -> stopping.join()).toList());
            await("the reader to have taken an element").until(() -> orders.size() == 98);
            stopping.complete(null);
            context.close();
            assertThat(received).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(sent.subList(1, 100));
            assertThat(orders.state()).isEqualTo(BufferState.DRAINED);
            assertThat(output).doesNotContain("unread");
        });
    }

    @Test
    void aReaderThatWaitsGetsTheEndOfTheStream() {
        runner.run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            CompletableFuture<List<Integer>> received =
                    CompletableFuture.supplyAsync(() -> orders.stream().toList());
            await("the reader to wait").until(() -> orders.stats().readersWaiting() == 1);
            context.close();
            assertThat(received).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(List.of());
        });
    }

    @Test
    void aBufferThatNobodyReadsIsClosedAndItsElementsAreCounted(CapturedOutput output) {
        runner.run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            orders.write(new Integer[] {1, 2, 3});
            context.close();
            assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
            assertThat(output).contains("Buffer 'orders' was closed with 3 elements left unread");
        });
    }

    @Test
    void whatARunTimeBufferHoldsWhenTheStartFailsIsCounted(CapturedOutput output) {
        Buffer<Integer> own = new BlockBuffer<>(4);
        runner.withBean("bad", Object.class, () -> {
                    throw new IllegalStateException("no database");
                })
                .withInitializer(context -> context.addBeanFactoryPostProcessor(factory -> {
                    assertThat(own.offer(1)).isTrue();
                    factory.getBean(BufferRegistry.class).register(new BufferEntry("own", own));
                }))
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(own.state()).isEqualTo(BufferState.CLOSED);
                    assertThat(output).contains("Buffer 'own' was closed with 1 elements left unread");
                });
    }

    @Test
    void threadsThatWaitInAQueueViewAreNamedWhenTheApplicationStops(CapturedOutput output) {
        withWorker(new BlockBuffer<>(4)).run(context -> {
            context.close();
            assertThat(output).containsOnlyOnce("until interrupted: worker ('tasks')");
        });
    }

    @Test
    void threadsThatWaitInAQueueViewAreNamedWhenTheStartFails(CapturedOutput output) {
        withWorker(new BlockBuffer<>(4))
                .withBean("bad", Object.class, () -> {
                    throw new IllegalStateException("no database");
                })
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(output).containsOnlyOnce("until interrupted: worker ('tasks')");
                });
    }

    /* With a thread that takes from a queue view; the context destroys the buffer before it awaits the thread. */
    private ApplicationContextRunner withWorker(BlockBuffer<Integer> tasks) {
        Thread worker = new Thread(
                () -> assertThatExceptionOfType(InterruptedException.class).isThrownBy(tasks.asBlockingQueue()::take));
        worker.setName("worker");
        worker.setDaemon(true);
        return runner.withBean(
                        "parked",
                        DisposableBean.class,
                        () -> () -> await("the worker to park")
                                .until(() -> tasks.activity().readers().stream()
                                        .anyMatch(reader -> reader.activity() == ReaderThread.Activity.PARKED)))
                .withBean("tasks", BlockBuffer.class, () -> tasks)
                .withInitializer(context -> worker.start());
    }

    @Test
    void buffersOfTheApplicationEndToo() {
        runner.withUserConfiguration(UsersBuffer.class).run(context -> {
            Buffer<String> mine = buffer(context, "mine");
            CompletableFuture<Boolean> ended =
                    CompletableFuture.supplyAsync(() -> mine.stream().findAny().isEmpty());
            await("the reader to wait").until(() -> mine.stats().readersWaiting() == 1);
            context.close();
            assertThat(ended).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
        });
    }

    @Test
    void aReaderInATaskExecutorDoesNotHoldUpTheShutdown() {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        List<Object> received = new CopyOnWriteArrayList<>();
        runner.withBean(ThreadPoolTaskExecutor.class, () -> executor).run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            Future<Boolean> reader = executor.submit(() -> {
                orders.forEach(received::add);
                return received.add("end");
            });
            await("the reader to wait").until(() -> orders.stats().readersWaiting() == 1);
            orders.write(new Integer[] {1, 2, 3});
            long start = System.nanoTime();
            context.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(reader).succeedsWithin(Duration.ofSeconds(1));
            assertThat(received).containsExactly(1, 2, 3, "end");
        });
    }

    @Test
    void aBufferThatWasRegisteredAtRunTimeEndsToo() {
        runner.run(context -> {
            Buffer<Integer> late = new BlockBuffer<>(1);
            context.getBean(BufferRegistry.class).register(new BufferEntry("late", late));
            context.close();
            assertThat(late.state()).isEqualTo(BufferState.DRAINED);
        });
    }

    static Stream<Throwable> failures() {
        return Stream.of(new IllegalStateException("broken on purpose"), new AbstractMethodError("broken on purpose"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aBufferThatFailsDoesNotKeepTheOthersFromTheirEnd(Throwable failure, CapturedOutput output) {
        Buffer<?> broken = (Buffer<?>) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (proxy, method, arguments) -> {
                    throw failure;
                });
        runner.run(context -> {
            context.getBean(BufferRegistry.class).register(new BufferEntry("broken", broken));
            Buffer<Integer> orders = buffer(context, "orders");
            context.getBean(BufferLifecycle.class).stop();
            assertThat(orders.state()).isEqualTo(BufferState.DRAINED);
            assertThat(output).containsOnlyOnce("Buffer 'broken' failed to end");
            assertThat(output).contains("Buffer 'broken' failed to end").contains("broken on purpose");
        });
    }

    @Test
    void aBufferThatComesWhileTheApplicationStopsEndsToo() {
        Buffer<Integer> late = new BlockBuffer<>(1);
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            context.close();
            registry.register(new BufferEntry("late", late));
            assertThat(late.state()).isEqualTo(BufferState.DRAINED);
        });
    }

    @Test
    void aReaderThatPeeksAndDiscardsIsAReaderToo() {
        runner.withPropertyValues("buffers.instances.orders.drain-timeout=1h").run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            orders.write(new Integer[] {1, 2, 3});
            CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
                int discarded = orders.discard(1);
                await("the buffer to be draining").until(() -> orders.state() == BufferState.DRAINING);
                return discarded + orders.discard(1) + orders.discard(1);
            });
            await("an element to be discarded").until(() -> orders.size() == 2);
            context.close();
            assertThat(reader).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(3);
            assertThat(orders.state()).isEqualTo(BufferState.DRAINED);
        });
    }

    @Test
    void aChildContextEndsItsOwnBuffersOnly() {
        runner.run(parent -> runner.withParent(parent).run(child -> {
            Buffer<Integer> own = buffer(child, "orders");
            Buffer<Integer> parents = buffer(parent, "orders");
            assertThat(own).isNotSameAs(parents);
            child.close();
            assertThat(own.state()).isEqualTo(BufferState.DRAINED);
            assertThat(parents.state()).isEqualTo(BufferState.OPEN);
        }));
    }

    @Test
    void elementsLeftInARingAreNotAWarning(CapturedOutput output) {
        runner.withPropertyValues("buffers.instances.latest.type=ring").run(context -> {
            buffer(context, "latest").add(1);
            context.close();
            assertThat(output).contains("Buffer 'latest' was closed with 1 elements left unread");
            assertThat(output).doesNotContain("WARN");
        });
    }

    @Test
    void aLazyBufferIsNotCreatedInOrderToBeClosed() {
        UsersBuffer.lazyMade = false;
        runner.withUserConfiguration(UsersBuffer.class).run(ConfigurableApplicationContext::close);
        assertThat(UsersBuffer.lazyMade).isFalse();
    }

    @Test
    void aBufferThatHasEndedBeforeIsLeftAlone(CapturedOutput output) {
        runner.run(context -> {
            Buffer<Integer> orders = buffer(context, "orders");
            orders.add(1);
            orders.close();
            context.close();
            assertThat(output).doesNotContain("unread");
        });
    }

    @Test
    void buffersStayOpenWhileTheContextPauses() {
        runner.run(context -> {
            context.getSourceApplicationContext().pause();
            assertThat(buffer(context, "orders").state()).isEqualTo(BufferState.OPEN);
        });
    }

    @Test
    void buffersEndBetweenTheWebServerAndTheTaskExecutors() {
        assertThat(BufferLifecycle.PHASE)
                .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
                .isGreaterThan(ExecutorConfigurationSupport.DEFAULT_PHASE);
    }

    @SuppressWarnings("unchecked")
    private static <E> Buffer<E> buffer(ConfigurableApplicationContext context, String name) {
        return context.getBean(name, Buffer.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class UsersBuffer {

        static boolean lazyMade;

        @Bean
        Buffer<String> mine() {
            return new BlockBuffer<>(1);
        }

        @Bean
        @Lazy
        Buffer<String> lazy() {
            lazyMade = true;
            return new BlockBuffer<>(1);
        }
    }
}
