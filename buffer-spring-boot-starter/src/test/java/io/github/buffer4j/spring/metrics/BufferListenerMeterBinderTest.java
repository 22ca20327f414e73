package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferListenerMetricsAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferListenerObservationAutoConfiguration;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.LeasingBuffer;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import io.github.buffer4j.spring.listener.ListenerObserverFactory;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.OnFailure;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.retry.RetryPolicy;

class BufferListenerMeterBinderTest {

    private static final RetryPolicy TWO_RETRIES =
            RetryPolicy.builder().maxRetries(2).delay(Duration.ZERO).build();
    private static final RetryPolicy NO_RETRY =
            RetryPolicy.builder().maxRetries(0).build();

    private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferListenerMetricsAutoConfiguration.class,
                    BufferListenerObservationAutoConfiguration.class))
            .withPropertyValues(
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.instances.orders.capacity=8",
                    "buffers.instances.rows.capacity=8");

    private final ApplicationContextRunner runner = withoutRegistry
            .withConfiguration(AutoConfigurations.of(
                    MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class))
            .withBean(SimpleMeterRegistry.class, SimpleMeterRegistry::new);

    @Test
    void elementsInFlightAreAGauge() {
        runner.run(context -> {
            CountDownLatch goOn = new CountDownLatch(1);
            listeners(context).register(ListenerSpec.builder("ship", "orders").build(), element -> {
                goOn.await();
                return null;
            });
            assertThat(inFlight(context)).isZero();
            buffer(context, "orders").add(1);
            await("the element to be in flight").until(() -> inFlight(context) == 1);
            goOn.countDown();
            await("the element to be done").until(() -> inFlight(context) == 0);
        });
    }

    @Test
    void retriesAndWhatIsGivenUpAreCounted() {
        runner.run(context -> {
            listeners(context)
                    .register(
                            ListenerSpec.builder("ship", "orders")
                                    .retry(TWO_RETRIES)
                                    .build(),
                            element -> {
                                throw new IllegalStateException("broken on purpose");
                            });
            buffer(context, "orders").write(new Integer[] {1, 2});
            await("both elements to be given up").until(() -> failures(context, "ship", Outcome.DISCARDED) == 2);
            assertThat(meter(context, "buffer.listener.retries", "ship")
                            .functionCounter()
                            .count())
                    .isEqualTo(4);
        });
    }

    @Test
    void allOutcomesAreThereFromTheStart() {
        runner.run(context -> {
            listeners(context).register(ListenerSpec.builder("ship", "orders").build(), element -> null);
            assertThat(context.getBean(MeterRegistry.class)
                            .get("buffer.listener.failures")
                            .functionCounters())
                    .extracting(counter -> counter.getId().getTag("outcome"))
                    .containsExactlyInAnyOrder(
                            Arrays.stream(Outcome.values()).map(Outcome::tag).toArray(String[]::new))
                    .contains("target-closed", "dead-letter-lost");
        });
    }

    @Test
    void aLostResultIsAFailureOfItsOwnOutcome() {
        runner.run(context -> {
            listeners(context)
                    .register(
                            ListenerSpec.builder("ship", "orders")
                                    .sendTo("rows")
                                    .build(),
                            element -> element);
            buffer(context, "rows").closeWrite();
            buffer(context, "orders").add(1);
            await("the refusal").until(() -> failures(context, "ship", Outcome.TARGET_CLOSED) == 1);
        });
    }

    @Test
    void elementsThatGoBackAreAFailureOfItsOwnOutcome() {
        runner.run(context -> {
            listeners(context)
                    .register(
                            ListenerSpec.builder("ship", "orders")
                                    .retry(NO_RETRY)
                                    .onFailure(OnFailure.STOP)
                                    .build(),
                            element -> {
                                throw new IllegalStateException("broken on purpose");
                            });
            buffer(context, "orders").add(1);
            await("the failure").until(() -> failures(context, "ship", Outcome.STOPPED) == 1);
            await("the element to be back")
                    .until(() -> buffer(context, "orders").size() == 1);
        });
    }

    @Test
    void sizesAreThoseOfBatchesOnly() {
        runner.run(context -> {
            buffer(context, "orders").write(new Integer[] {1, 2, 3, 4, 5});
            listeners(context).register(ListenerSpec.builder("single", "rows").build(), element -> null);
            listeners(context)
                    .registerBatch(
                            ListenerSpec.builder("store", "orders")
                                    .batch(3, Duration.ZERO)
                                    .build(),
                            batch -> null);
            await("both batches to be counted")
                    .until(() -> meter(context, "buffer.listener.batch.size", "store")
                                    .summary()
                                    .count()
                            == 2);
            assertThat(meter(context, "buffer.listener.batch.size", "store").summary())
                    .satisfies(sizes -> assertThat(sizes.totalAmount()).isEqualTo(5))
                    .satisfies(sizes -> assertThat(sizes.max()).isEqualTo(3));
            assertThat(context.getBean(MeterRegistry.class)
                            .get("buffer.listener.batch.size")
                            .meters())
                    .hasSize(1);
        });
    }

    @Test
    void metersOfOneNameHaveTheSameKeys() {
        runner.withPropertyValues("buffers.instances.orders.tags.team=blue").run(context -> {
            for (String buffer : List.of("orders", "rows")) {
                listeners(context)
                        .registerBatch(
                                ListenerSpec.builder("store-" + buffer, buffer)
                                        .batch(3, Duration.ZERO)
                                        .build(),
                                batch -> null);
            }
            assertThat(meter(context, "buffer.listener.in.flight", "store-orders")
                            .tags("buffer", "orders", "team", "blue")
                            .meters())
                    .hasSize(1);
            assertThat(meter(context, "buffer.listener.in.flight", "store-rows")
                            .tags("buffer", "rows", "team", "none")
                            .meters())
                    .hasSize(1);
            List<Meter> meters = listenerMeters(context);
            for (String name : names(meters)) {
                assertThat(meters.stream()
                                .filter(meter -> meter.getId().getName().equals(name))
                                .map(meter -> meter.getId().getTags().stream()
                                        .map(Tag::getKey)
                                        .toList())
                                .distinct())
                        .as(name)
                        .hasSize(1);
            }
        });
    }

    @Test
    void prometheusHasTheNamesOfTheDocumentation() {
        runner.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
                .withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(key -> null))
                .run(context -> {
                    listeners(context)
                            .registerBatch(
                                    ListenerSpec.builder("store", "orders")
                                            .batch(3, Duration.ZERO)
                                            .build(),
                                    batch -> null);
                    listeners(context)
                            .register(ListenerSpec.builder("ship", "rows").build(), element -> null);
                    buffer(context, "orders").add(1);
                    buffer(context, "rows").add(1);
                    String tags = "{buffer=\"orders\",listener=\"store\"";
                    String calls = "buffer_listener_seconds_count{buffer=\"%s\",error=\"none\",listener=\"%s\"} 1";
                    PrometheusMeterRegistry prometheus = context.getBean(PrometheusMeterRegistry.class);
                    await("both observations")
                            .untilAsserted(() -> assertThat(prometheus.scrape())
                                    .contains(calls.formatted("orders", "store"), calls.formatted("rows", "ship")));
                    assertThat(prometheus.scrape())
                            .contains("buffer_listener_active_seconds_count" + tags + "} 0")
                            .contains("buffer_listener_in_flight_elements" + tags + "} 0")
                            .contains("buffer_listener_batch_size_elements_count" + tags + "} 1")
                            .contains("buffer_listener_retries_total" + tags + "} 0")
                            .contains("buffer_listener_failures_elements_total" + tags + ",outcome=\"stopped\"} 0");
                    listeners(context).remove("store");
                    assertThat(prometheus.scrape())
                            .contains("listener=\"ship\"")
                            .doesNotContain("listener=\"store\"");
                });
    }

    @Test
    void aListenerThatIsRemovedLosesItsMeters() {
        runner.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
                .run(context -> {
                    for (String id : List.of("store", "other")) {
                        listeners(context)
                                .registerBatch(
                                        ListenerSpec.builder(id, id.equals("store") ? "orders" : "rows")
                                                .batch(3, Duration.ZERO)
                                                .build(),
                                        batch -> null);
                    }
                    buffer(context, "orders").add(1);
                    buffer(context, "rows").add(1);
                    await("the observations")
                            .until(() -> names(listenerMeters(context)).contains("buffer.listener")
                                    && context.getBean(MeterRegistry.class)
                                                    .get("buffer.listener")
                                                    .timers()
                                                    .size()
                                            == 2);
                    assertThat(names(listenerMeters(context)))
                            .containsExactlyInAnyOrder(
                                    "buffer.listener",
                                    "buffer.listener.active",
                                    "buffer.listener.in.flight",
                                    "buffer.listener.batch.size",
                                    "buffer.listener.retries",
                                    "buffer.listener.failures");
                    int all = listenerMeters(context).size();
                    listeners(context).remove("store");
                    assertThat(listenerMeters(context))
                            .hasSize(all / 2)
                            .allMatch(meter -> "other".equals(meter.getId().getTag("listener")));
                    listeners(context)
                            .register(ListenerSpec.builder("store", "rows").build(), element -> null);
                    assertThat(meter(context, "buffer.listener.in.flight", "store")
                                    .tag("buffer", "rows")
                                    .meters())
                            .hasSize(1);
                });
    }

    @Test
    void aListenerThatIsRemovedDuringACallLeavesNoMeters() {
        runner.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class))
                .run(context -> {
                    CountDownLatch called = new CountDownLatch(1);
                    CountDownLatch goOn = new CountDownLatch(1);
                    var container = listeners(context)
                            .register(ListenerSpec.builder("ship", "orders").build(), element -> {
                                called.countDown();
                                goOn.await();
                                return null;
                            });
                    buffer(context, "orders").add(1);
                    called.await();
                    assertThat(names(listenerMeters(context))).contains("buffer.listener.active");
                    listeners(context).remove("ship");
                    assertThat(listenerMeters(context)).isEmpty();
                    goOn.countDown();
                    assertThat(container.stop(Duration.ofMinutes(1))).isTrue();
                    assertThat(listenerMeters(context)).isEmpty();
                });
    }

    @Test
    void listenersThatWereThereBeforeTheRegistryHaveMeters() {
        runner.run(context -> {
            listeners(context)
                    .register(
                            ListenerSpec.builder("ship", "orders")
                                    .retry(NO_RETRY)
                                    .build(),
                            element -> {
                                throw new IllegalStateException("broken on purpose");
                            });
            buffer(context, "orders").add(1);
            await("the failure").until(() -> failures(context, "ship", Outcome.DISCARDED) == 1);
            MeterRegistry late = new SimpleMeterRegistry();
            context.getBean("bufferListenerMeterBinder", io.micrometer.core.instrument.binder.MeterBinder.class)
                    .bindTo(late);
            assertThat(late.get("buffer.listener.failures")
                            .tag("outcome", "discarded")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void anObserverOfTheApplicationLeavesTheGauge() {
        runner.withBean(
                        ListenerObserverFactory.class,
                        () -> spec -> io.github.buffer4j.spring.listener.ListenerObserver.NONE)
                .run(context -> {
                    listeners(context)
                            .register(ListenerSpec.builder("ship", "orders").build(), element -> null);
                    assertThat(names(listenerMeters(context))).containsExactly("buffer.listener.in.flight");
                });
    }

    @Test
    void redeliveriesAndEndsOfLeasesAreCountersOfABufferThatLeases() {
        LeasingBuffer<Integer> numbers = new LeasingBuffer<>("numbers");
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        runner.run(context -> {
            context.getBean(BufferRegistry.class).register(new BufferEntry("numbers", numbers));
            listeners(context).register(ListenerSpec.builder("count", "numbers").build(), element -> {
                entered.countDown();
                release.await();
                return null;
            });
            listeners(context).register(ListenerSpec.builder("ship", "orders").build(), element -> null);
            numbers.add(1);
            entered.await();
            numbers.expire();
            release.countDown();
            for (String meter : List.of("buffer.listener.redeliveries", "buffer.listener.lease.ends")) {
                await(meter)
                        .until(() ->
                                meter(context, meter, "count").functionCounter().count() == 1);
                assertThat(context.getBean(MeterRegistry.class)
                                .find(meter)
                                .tag("listener", "ship")
                                .meters())
                        .as("of a local buffer")
                        .isEmpty();
            }
            listeners(context).remove("count");
            assertThat(names(listenerMeters(context))).doesNotContain("buffer.listener.redeliveries");
        });
    }

    @Test
    void backsOffWithoutARegistryOrMicrometer() {
        withoutRegistry.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean("bufferListenerMeterBinder");
            listeners(context).register(ListenerSpec.builder("ship", "orders").build(), element -> null);
        });
        runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ListenerObserverFactory.class)
                        .doesNotHaveBean("bufferListenerMeterBinder"));
    }

    private static double inFlight(ApplicationContext context) {
        return meter(context, "buffer.listener.in.flight", "ship").gauge().value();
    }

    private static double failures(ApplicationContext context, String listener, Outcome outcome) {
        return meter(context, "buffer.listener.failures", listener)
                .tag("outcome", outcome.tag())
                .functionCounter()
                .count();
    }

    private static RequiredSearch meter(ApplicationContext context, String meter, String listener) {
        return context.getBean(MeterRegistry.class).get(meter).tag("listener", listener);
    }

    private static List<Meter> listenerMeters(ApplicationContext context) {
        return context.getBean(MeterRegistry.class).getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("buffer.listener"))
                .toList();
    }

    private static Set<String> names(List<Meter> meters) {
        return meters.stream().map(meter -> meter.getId().getName()).collect(Collectors.toSet());
    }

    private static BufferListeners listeners(ApplicationContext context) {
        return context.getBean(BufferListeners.class);
    }

    @SuppressWarnings("unchecked")
    private static Buffer<Integer> buffer(ApplicationContext context, String name) {
        return context.getBean(name, Buffer.class);
    }
}
