package io.github.buffer4j.spring.context;

import com.sun.management.ThreadMXBean;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/**
 * Prints what an element allocates with each context, on the thread of its writer and on that of its listener, whose
 * handler does nothing. A process of its own, because a test that mocks a buffer changes the classes of the others.
 */
final class ContextAllocation {

    private static final int ELEMENTS = 200_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ContextAllocation() {}

    public static void main(String[] arguments) throws Exception {
        print("off", measure(Buffer.builder()));
        print("nothing", measure(Buffer.<Integer>builder().context(new ThreadLocalCarrier())));
        MDC.put("user", "ann");
        print("mdc", measure(Buffer.<Integer>builder().context(new ThreadLocalCarrier())));
        MDC.clear();
        print("trace", measureTrace());
    }

    private static void print(String context, Bytes bytes) {
        System.out.println("bytes " + context + " " + bytes.writer() + " " + bytes.listener());
    }

    private static Bytes measureTrace() throws Exception {
        try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
            Tracer tracer = new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), event -> {});
            ObservationRegistry observations = ObservationRegistry.create();
            observations.observationConfig().observationHandler(new DefaultTracingObservationHandler(tracer));
            StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("tracer", tracer));
            BufferBuilder<Integer> builder =
                    Buffer.<Integer>builder().context(new TracingCarrier(beans.getBeanProvider(Tracer.class)));
            return Observation.createNotStarted("writer", observations).observeChecked(() -> measure(builder));
        }
    }

    private static Bytes measure(BufferBuilder<Integer> builder) throws Exception {
        GrowableBuffer<Integer> buffer = builder.growable(ELEMENTS, ELEMENTS);
        BufferRegistry registry = new BufferRegistry(List.of());
        registry.register(new BufferEntry("numbers", buffer));
        Integer element = 1;
        long begin = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            if (i == ELEMENTS / 2) {
                begin = THREADS.getCurrentThreadAllocatedBytes();
            }
            buffer.add(element);
        }
        long written = THREADS.getCurrentThreadAllocatedBytes() - begin;
        CompletableFuture<Long> handled = new CompletableFuture<>();
        Handler handler = new Handler(handled);
        new BufferListeners(registry, spec -> ListenerObserver.NONE, (container, state) -> {})
                .register(ListenerSpec.builder("count", "numbers").build(), handler::handle)
                .start();
        long read = handled.get();
        buffer.closeWrite();
        return new Bytes(written * 2.0 / ELEMENTS, read * 2.0 / ELEMENTS);
    }

    /** Measures the second half of the elements. */
    private static final class Handler {

        private final CompletableFuture<Long> handled;
        private int count;
        private long begin;

        private Handler(CompletableFuture<Long> handled) {
            this.handled = handled;
        }

        private @Nullable Object handle(Integer element) {
            count++;
            if (count == ELEMENTS / 2) {
                begin = THREADS.getCurrentThreadAllocatedBytes();
            } else if (count == ELEMENTS) {
                handled.complete(THREADS.getCurrentThreadAllocatedBytes() - begin);
            }
            return null;
        }
    }

    /** The bytes of an element on the thread of its writer and on that of its listener. */
    private record Bytes(double writer, double listener) {}
}
