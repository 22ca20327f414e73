package io.github.buffer4j.spring.context;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.ContextCarrier;
import io.github.buffer4j.spring.BufferCustomizer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferListenerObservationAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferListenerTracingAutoConfiguration;
import io.github.buffer4j.spring.listener.BatchHandler;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ElementHandler;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import io.github.buffer4j.spring.listener.OnFailure;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.TaskExecutor;

/** The traces of elements from their writers to their listeners, with the SDK of OpenTelemetry. */
@Timeout(60)
class ContextPropagationTest {

    private static final RetryPolicy NO_RETRY = RetryPolicy.withMaxRetries(0);
    private static final String WRITER = "writer";
    private static final String CALL = "orders process";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    private final Tracer tracer = new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), event -> {});

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    BufferAutoConfiguration.class,
                    BufferListenerObservationAutoConfiguration.class,
                    BufferListenerTracingAutoConfiguration.class,
                    ObservationAutoConfiguration.class,
                    MicrometerTracingAutoConfiguration.class))
            .withBean(Tracer.class, () -> tracer)
            .withPropertyValues(
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.defaults.propagate-context=true",
                    "buffers.instances.orders.capacity=1024",
                    "buffers.instances.parcels.capacity=1024");

    @Test
    void theSpanOfACallIsAChildOfTheSpanOfItsWriter() {
        run(shop -> {
            shop.listen(shop.spec(), element -> null);
            shop.write(WRITER, 1);
            assertChildOfWriter(shop.span(CALL));
            assertThat(shop.span(CALL).getLinks()).isEmpty();
        });
    }

    @Test
    void theSpanOfACallInOrderIsAChildOfTheSpanOfItsWriter() {
        run(shop -> {
            shop.listen(shop.spec().orderedBy(element -> element).concurrency(2), element -> null);
            shop.write(WRITER, 1);
            assertChildOfWriter(shop.span(CALL));
        });
    }

    @Test
    void eachTryIsAChildOfTheSpanOfTheWriter() {
        run(shop -> {
            shop.listen(shop.spec().retry(quickRetries(2)), element -> {
                throw new IllegalStateException("broken on purpose");
            });
            shop.write(WRITER, 1);
            assertThat(shop.spans(CALL, 3)).allSatisfy(this::assertChildOfWriter);
        });
    }

    @Test
    void anElementThatWasPutBackStaysInItsTrace() {
        run(shop -> {
            AtomicBoolean broken = new AtomicBoolean(true);
            BufferListenerContainer container =
                    shop.listen(shop.spec().retry(NO_RETRY).onFailure(OnFailure.STOP), element -> {
                        if (broken.getAndSet(false)) {
                            throw new IllegalStateException("broken on purpose");
                        }
                        return null;
                    });
            shop.write(WRITER, 1);
            await("the failure")
                    .until(() -> container.state() == ListenerState.FAILED
                            && container.threads().isEmpty());
            container.start();
            assertThat(shop.spans(CALL, 2)).allSatisfy(this::assertChildOfWriter);
        });
    }

    @Test
    void aSpanWithoutAnObservationIsTheParentToo() {
        run(shop -> {
            shop.listen(shop.spec(), element -> null);
            Span span = tracer.nextSpan().name(WRITER).start();
            try (Tracer.SpanInScope scope = tracer.withSpan(span)) {
                assertThat(scope).isNotNull();
                shop.orders().add(1);
            } finally {
                span.end();
            }
            assertChildOfWriter(shop.span(CALL));
            await("the thread to have no span").until(() -> tracer.currentSpan() == null);
        });
    }

    @Test
    void withoutASpanOfTheWriterEachCallIsATraceOfItsOwn() {
        run(shop -> {
            shop.listen(shop.spec(), element -> null);
            shop.write(WRITER, 1);
            shop.orders().add(2);
            List<SpanData> calls = shop.spans(CALL, 2);
            assertChildOfWriter(calls.get(0));
            assertThat(calls.get(1).getParentSpanContext().isValid()).isFalse();
            assertThat(calls.get(1).getTraceId()).isNotEqualTo(calls.get(0).getTraceId());
        });
    }

    @Test
    void aTraceContinuesThroughTheNextListener() {
        run(shop -> {
            shop.listen(ListenerSpec.builder("ship", "parcels"), element -> null);
            shop.listen(shop.spec().sendTo("parcels"), element -> element);
            shop.write(WRITER, 1);
            SpanData second = shop.span("parcels process");
            assertThat(second.getTraceId()).isEqualTo(shop.span(WRITER).getTraceId());
            assertThat(second.getParentSpanId()).isEqualTo(shop.span(CALL).getSpanId());
        });
    }

    @Test
    void aTraceOfABatchContinuesThroughTheNextListener() {
        run(shop -> {
            shop.listen(ListenerSpec.builder("ship", "parcels"), element -> null);
            shop.listenToBatches(10, batch -> batch);
            shop.write(WRITER, 1);
            assertThat(shop.span("parcels process").getParentSpanId())
                    .isEqualTo(shop.span(CALL).getSpanId());
        });
    }

    @Test
    void aBatchHasALinkToTheSpanOfEachWriter() {
        run(shop -> {
            for (int i = 0; i < 10; i++) {
                shop.write(WRITER, i);
            }
            shop.listenToBatches(10, batch -> null);
            SpanData call = shop.span(CALL);
            assertThat(call.getParentSpanContext().isValid()).isFalse();
            assertThat(call.getLinks())
                    .extracting(LinkData::getSpanContext)
                    .extracting(SpanContext::getTraceId, SpanContext::getSpanId)
                    .containsExactlyElementsOf(shop.spans(WRITER, 10).stream()
                            .map(span -> org.assertj.core.groups.Tuple.tuple(span.getTraceId(), span.getSpanId()))
                            .toList());
            assertThat(shop.spans(WRITER, 10)).extracting(SpanData::getTraceId).doesNotContain(call.getTraceId());
        });
    }

    @Test
    void elementsOfOneWriterAreOneLink() {
        run(shop -> {
            shop.write(WRITER, IntStream.range(0, 500).boxed().toArray(Integer[]::new));
            shop.listenToBatches(500, batch -> null);
            assertThat(shop.span(CALL).getLinks()).hasSize(1);
        });
    }

    @Test
    void severalWritesInOneSpanAreOneLink() {
        run(shop -> {
            shop.observe(WRITER, () -> {
                shop.orders().add(1);
                shop.orders().add(2);
            });
            shop.listenToBatches(2, batch -> null);
            assertThat(shop.span(CALL).getLinks()).hasSize(1);
        });
    }

    @Test
    void aBatchHasThirtyTwoLinksAtMost() {
        run(shop -> {
            for (int i = 0; i < 500; i++) {
                shop.write(WRITER, i);
            }
            shop.listenToBatches(500, batch -> null);
            assertThat(shop.span(CALL).getLinks()).hasSize(LinkingObservationHandler.MAX_LINKS);
            assertThat(LinkingObservationHandler.MAX_LINKS).isEqualTo(32);
        });
    }

    @Test
    void aLoopOfTheApplicationRunsInTheTraceOfEachElement() {
        run(shop -> {
            shop.write(WRITER, 1);
            shop.orders().closeWrite();
            shop.orders().forEach(element -> shop.observe("loop", () -> {}));
            SpanData loop = shop.span("loop");
            assertThat(loop.getParentSpanId()).isEqualTo(shop.span(WRITER).getSpanId());
            assertThat(tracer.currentSpan()).isNull();
        });
    }

    @Test
    void aTaskOfAnExecutorRunsInTheTraceOfItsSubmitter() {
        runner.withPropertyValues("buffers.instances.jobs.executor.concurrency=1")
                .run(context -> {
                    Shop shop = new Shop(context);
                    TaskExecutor executor = context.getBean("jobsExecutor", TaskExecutor.class);
                    shop.observe(WRITER, () -> executor.execute(() -> shop.observe("task", () -> {})));
                    assertThat(shop.span("task").getTraceId())
                            .isEqualTo(shop.span(WRITER).getTraceId());
                });
    }

    @Test
    void aCarrierOfTheApplicationReplacesThatOfTheOption() {
        runner.withUserConfiguration(OwnCarrier.class).run(context -> {
            Shop shop = new Shop(context);
            shop.write(WRITER, 1);
            assertThat(requireNonNull(shop.orders().nextEnvelope()).context()).isInstanceOf(ThreadLocalValue.class);
        });
    }

    @Test
    void withoutTheOptionNothingIsCarried() {
        runner.withPropertyValues("buffers.defaults.propagate-context=false").run(context -> {
            Shop shop = new Shop(context);
            assertThat(context).doesNotHaveBean(LinkingObservationHandler.class);
            assertThat(shop.orders().contextCarrier()).isNull();
            shop.listen(shop.spec(), element -> null);
            shop.write(WRITER, 1);
            assertThat(shop.span(CALL).getTraceId())
                    .isNotEqualTo(shop.span(WRITER).getTraceId());
        });
    }

    @Test
    void anInstanceOverridesTheDefault() {
        runner.withPropertyValues("buffers.instances.parcels.propagate-context=false")
                .run(context -> {
                    assertThat(context.getBean("orders", Buffer.class).contextCarrier())
                            .isNotNull();
                    assertThat(context.getBean("parcels", Buffer.class).contextCarrier())
                            .isNull();
                });
    }

    @Test
    void withoutATracerOnlyThreadLocalsAreCarried() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        BufferAutoConfiguration.class, BufferListenerTracingAutoConfiguration.class))
                .withPropertyValues("buffers.instances.orders.propagate-context=true")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(LinkingObservationHandler.class);
                    Buffer<?> orders = context.getBean("orders", Buffer.class);
                    assertThat(requireNonNull(orders.contextCarrier()).capture())
                            .isNull();
                });
    }

    private void run(ShopTest test) {
        runner.run(context -> test.run(new Shop(context)));
    }

    private static RetryPolicy quickRetries(int retries) {
        return RetryPolicy.builder()
                .maxRetries(retries)
                .delay(Duration.ofMillis(1))
                .build();
    }

    private void assertChildOfWriter(SpanData call) {
        SpanData writer = spans(WRITER).findFirst().orElseThrow();
        assertThat(call.getTraceId()).isEqualTo(writer.getTraceId());
        assertThat(call.getParentSpanId()).isEqualTo(writer.getSpanId());
    }

    private Stream<SpanData> spans(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name));
    }

    @FunctionalInterface
    private interface ShopTest {

        void run(Shop shop) throws Exception;
    }

    @FunctionalInterface
    private interface Action {

        void run() throws InterruptedException;
    }

    /** Has a carrier injected, which is not that of the option. */
    @Configuration(proxyBeanMethods = false)
    static class OwnCarrier {

        @Bean
        ContextCarrier tenants() {
            return new ThreadLocalCarrier();
        }

        @Bean
        BufferCustomizer customizer(ContextCarrier carrier) {
            return (name, builder) -> builder.context(carrier);
        }
    }

    /** An application with orders and parcels. */
    private final class Shop {

        private final ApplicationContext context;

        private Shop(ApplicationContext context) {
            this.context = context;
        }

        @SuppressWarnings("unchecked")
        Buffer<Integer> orders() {
            return context.getBean("orders", Buffer.class);
        }

        ListenerSpec.Builder spec() {
            return ListenerSpec.builder("pack", "orders");
        }

        BufferListenerContainer listen(ListenerSpec.Builder spec, ElementHandler<Integer> handler) {
            return context.getBean(BufferListeners.class).register(spec.build(), handler);
        }

        void listenToBatches(int batch, BatchHandler<Integer> handler) {
            context.getBean(BufferListeners.class)
                    .registerBatch(
                            spec().batch(batch, Duration.ZERO).sendTo("parcels").build(), handler);
        }

        /** Writes elements within an observation. */
        void write(String name, Integer... elements) {
            observe(name, () -> orders().write(elements));
        }

        void observe(String name, Action action) {
            Observation.createNotStarted(name, context.getBean(ObservationRegistry.class))
                    .observeChecked(() -> {
                        try {
                            action.run();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
        }

        SpanData span(String name) {
            return spans(name, 1).get(0);
        }

        List<SpanData> spans(String name, int count) {
            await(count + " spans " + name)
                    .until(() -> ContextPropagationTest.this.spans(name).count() >= count);
            List<SpanData> spans = ContextPropagationTest.this.spans(name).toList();
            assertThat(spans).hasSize(count);
            return spans;
        }
    }
}
