package io.github.buffer4j.spring.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferListenerMetricsAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferListenerObservationAutoConfiguration;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import io.github.buffer4j.spring.listener.ListenerObserverFactory;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.retry.RetryPolicy;

@ExtendWith(OutputCaptureExtension.class)
class ListenerObservationsTest {

    private static final RetryPolicy NO_RETRY =
            RetryPolicy.builder().maxRetries(0).build();

    private final Recorder recorder = new Recorder();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferListenerMetricsAutoConfiguration.class,
                    BufferListenerObservationAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    ObservationAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new)
            .withBean(Recorder.class, () -> recorder)
            .withPropertyValues("buffers.defaults.drain-timeout=0s", "buffers.instances.orders.capacity=8");

    @Test
    void eachElementIsAnObservation() {
        runner.run(context -> {
            listeners(context).register(ListenerSpec.builder("ship", "orders").build(), element -> null);
            orders(context).write(new Integer[] {1, 2, 3});
            await("three observations").until(() -> recorder.stopped.size() == 3);
            assertThat(recorder.stopped)
                    .allSatisfy(observation -> {
                        assertThat(observation.getName()).isEqualTo("buffer.listener");
                        assertThat(observation.getContextualName()).isEqualTo("orders process");
                        assertThat(observation.getLowCardinalityKeyValues())
                                .containsExactlyInAnyOrder(
                                        KeyValue.of("listener", "ship"), KeyValue.of("buffer", "orders"));
                        assertThat(observation.getHighCardinalityKeyValues()).isEmpty();
                        assertThat(observation.getError()).isNull();
                    })
                    .extracting(observation -> (Object) observation.items().get(0))
                    .containsExactly(1, 2, 3);
            await("the timer").until(() -> timer(context, "none") == 3);
        });
    }

    @Test
    void eachBatchIsAnObservation() {
        runner.run(context -> {
            orders(context).write(new Integer[] {1, 2, 3});
            listeners(context)
                    .registerBatch(
                            ListenerSpec.builder("store", "orders")
                                    .batch(3, Duration.ZERO)
                                    .build(),
                            batch -> null);
            await("the observation").until(() -> !recorder.stopped.isEmpty());
            assertThat(recorder.stopped).singleElement().satisfies(observation -> {
                assertThat(observation.items()).isEqualTo(List.of(1, 2, 3));
                assertThat(observation.listener().id()).isEqualTo("store");
            });
        });
    }

    @Test
    void aFailureIsTheErrorOfTheObservation() {
        runner.run(context -> {
            listeners(context)
                    .register(
                            ListenerSpec.builder("ship", "orders")
                                    .retry(NO_RETRY)
                                    .build(),
                            element -> {
                                throw new IllegalStateException("broken on purpose");
                            });
            orders(context).add(1);
            await("the timer").until(() -> timer(context, "IllegalStateException") == 1);
            assertThat(recorder.stopped)
                    .singleElement()
                    .satisfies(observation -> assertThat(observation.getError()).hasMessage("broken on purpose"));
        });
    }

    @Test
    void theCallRunsInTheScopeOfItsObservation() {
        runner.run(context -> {
            ObservationRegistry registry = context.getBean(ObservationRegistry.class);
            CompletableFuture<@Nullable Observation> current = new CompletableFuture<>();
            listeners(context).register(ListenerSpec.builder("ship", "orders").build(), element -> {
                current.complete(registry.getCurrentObservation());
                return null;
            });
            orders(context).add(1);
            assertThat(current.get())
                    .isNotNull()
                    .satisfies(observation ->
                            assertThat(observation.getContext()).isInstanceOf(ListenerObservationContext.class));
        });
    }

    @Test
    void anObservationLastsUntilItsResultIsThere() {
        runner.run(context -> {
            CompletableFuture<String> result = new CompletableFuture<>();
            listeners(context).register(ListenerSpec.builder("ship", "orders").build(), element -> result);
            orders(context).add(1);
            await("the call to be active").until(() -> active(context) == 1);
            assertThat(recorder.stopped).isEmpty();
            result.complete("done");
            await("the end of the observation").until(() -> recorder.stopped.size() == 1);
            await("no active call").until(() -> active(context) == 0);
        });
    }

    @Test
    void observeFalseLeavesTheMetersWithoutObservation() {
        runner.run(context -> {
            orders(context).write(new Integer[] {1, 2});
            listeners(context)
                    .registerBatch(
                            ListenerSpec.builder("store", "orders")
                                    .batch(2, Duration.ZERO)
                                    .observe(false)
                                    .build(),
                            batch -> null);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            await("the batch")
                    .until(() ->
                            meters.get("buffer.listener.batch.size").summary().count() == 1);
            assertThat(recorder.stopped).isEmpty();
            assertThat(meters.find("buffer.listener").meters()).isEmpty();
            assertThat(meters.find("buffer.listener.in.flight").meters()).hasSize(1);
            assertThat(meters.find("buffer.listener.retries").meters()).hasSize(1);
        });
    }

    @Test
    void aConventionOfTheApplicationReplacesTheDefault() {
        runner.withBean(ListenerObservationConvention.class, Renamed::new).run(context -> {
            listeners(context).register(ListenerSpec.builder("ship", "orders").build(), element -> null);
            orders(context).add(1);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            await("the timer").until(() -> meters.find("shop.work").timer() != null);
            assertThat(meters.get("shop.work").tag("region", "north").timer().count())
                    .isEqualTo(1);
            listeners(context).remove("ship");
            await("the meters to be removed")
                    .until(() -> meters.find("shop.work").meters().isEmpty());
        });
    }

    @Test
    void withoutARegistryOrWithANoopOneNoCallIsObserved() {
        ListenerSpec spec = ListenerSpec.builder("ship", "orders").build();
        ListenerObserver observer = new ListenerObservations(() -> ObservationRegistry.NOOP, () -> null).create(spec);
        assertThat(observer.observesCalls()).isFalse();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(BufferListenerObservationAutoConfiguration.class))
                .run(context -> assertThat(context.getBean(ListenerObserverFactory.class)
                                .create(spec)
                                .observesCalls())
                        .isFalse());
        runner.run(context -> assertThat(context.getBean(ListenerObserverFactory.class)
                        .create(spec)
                        .observesCalls())
                .isTrue());
    }

    @Test
    void handlersThatComeLaterObserve() throws Exception {
        ObservationRegistry registry = ObservationRegistry.create();
        ListenerObserver observer = new ListenerObservations(() -> registry, () -> null)
                .create(ListenerSpec.builder("ship", "orders").build());
        assertThat(observer.call(List.of(1), () -> "a")).isEqualTo("a");
        registry.observationConfig().observationHandler(recorder);
        assertThat(observer.call(List.of(2), () -> "b")).isEqualTo("b");
        assertThat(recorder.stopped)
                .singleElement()
                .satisfies(observation -> assertThat(observation.items()).isEqualTo(List.of(2)));
    }

    /* A failure of the observation must not be taken for a failure of the call, which would then be repeated. */
    @ParameterizedTest
    @ValueSource(strings = {"start", "open", "close", "stop"})
    void aHandlerThatThrowsAffectsNoCall(String moment, CapturedOutput output) {
        runner.withBean("broken", ObservationHandler.class, () -> new Broken(moment))
                .run(context -> {
                    AtomicInteger calls = new AtomicInteger();
                    CountDownLatch last = new CountDownLatch(1);
                    listeners(context)
                            .register(ListenerSpec.builder("ship", "orders").build(), element -> {
                                calls.incrementAndGet();
                                if (element.equals(3)) {
                                    last.countDown();
                                }
                                return null;
                            });
                    orders(context).write(new Integer[] {1, 2, 3});
                    last.await();
                    var container = listeners(context).get("ship");
                    assertThat(requireNonNull(container).stop(Duration.ofMinutes(1)))
                            .isTrue();
                    assertThat(calls).hasValue(3);
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("buffer.listener.retries")
                                    .functionCounter()
                                    .count())
                            .isZero();
                    assertThat(meters.get("buffer.listener.failures")
                                    .tag("outcome", Outcome.DISCARDED.tag())
                                    .functionCounter()
                                    .count())
                            .isZero();
                    // Micrometer does not stop the handlers that come after the broken one.
                    assertThat(active(context)).isEqualTo(moment.equals("stop") ? 3 : 0);
                    assertThat(context.getBean(ObservationRegistry.class).getCurrentObservation())
                            .isNull();
                    assertThat(output.getAll().lines().filter(line -> line.contains("An observation of listener")))
                            .hasSize(1);
                });
    }

    private static double timer(ApplicationContext context, String error) {
        var timer = context.getBean(MeterRegistry.class)
                .find("buffer.listener")
                .tags("listener", "ship", "buffer", "orders", "error", error)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private static int active(ApplicationContext context) {
        var active = context.getBean(MeterRegistry.class)
                .find("buffer.listener.active")
                .tags("listener", "ship", "buffer", "orders")
                .longTaskTimer();
        return active == null ? 0 : active.activeTasks();
    }

    private static BufferListeners listeners(ApplicationContext context) {
        return context.getBean(BufferListeners.class);
    }

    @SuppressWarnings("unchecked")
    private static Buffer<Integer> orders(ApplicationContext context) {
        return context.getBean("orders", Buffer.class);
    }

    /** Keeps the observations that have ended. */
    private static class Recorder implements ObservationHandler<ListenerObservationContext> {

        private final Queue<ListenerObservationContext> stopped = new ConcurrentLinkedQueue<>();

        @Override
        public void onStop(ListenerObservationContext context) {
            stopped.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof ListenerObservationContext;
        }
    }

    /** Throws at one moment of each observation. */
    private record Broken(String moment) implements ObservationHandler<Observation.Context> {

        @Override
        public void onStart(Observation.Context context) {
            fail("start");
        }

        @Override
        public void onScopeOpened(Observation.Context context) {
            fail("open");
        }

        @Override
        public void onScopeClosed(Observation.Context context) {
            fail("close");
        }

        @Override
        public void onStop(Observation.Context context) {
            fail("stop");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        private void fail(String at) {
            if (at.equals(moment)) {
                throw new IllegalStateException("broken on purpose");
            }
        }
    }

    private static final class Renamed extends DefaultListenerObservationConvention {

        @Override
        public String getName() {
            return "shop.work";
        }

        @Override
        public KeyValues getLowCardinalityKeyValues(ListenerObservationContext context) {
            return super.getLowCardinalityKeyValues(context).and("region", "north");
        }
    }
}
