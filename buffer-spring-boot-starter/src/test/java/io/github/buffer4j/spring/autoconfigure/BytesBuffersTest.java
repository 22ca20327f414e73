package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferKind;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.BytesReader;
import io.github.buffer4j.BytesWriter;
import io.github.buffer4j.DropListener;
import io.github.buffer4j.spring.BufferCustomizer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.UnknownTemplateException;
import io.github.buffer4j.spring.event.BufferEvent;
import io.github.buffer4j.spring.event.BufferEventKind;
import io.github.buffer4j.spring.event.BufferEvents;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;

/** Buffers of bytes as beans, in the registry, and at run time. */
@Timeout(120)
class BytesBuffersTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withPropertyValues(
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.instances.orders.element-type=java.lang.String",
                    "buffers.instances.http-export.unit=bytes",
                    "buffers.instances.http-export.capacity=4KB",
                    "buffers.instances.latest.unit=bytes",
                    "buffers.instances.latest.type=ring",
                    "buffers.instances.latest.capacity=100",
                    "buffers.templates.orders.capacity=3",
                    "buffers.templates.pipes.unit=bytes",
                    "buffers.templates.pipes.capacity=2KB",
                    "buffers.templates.pipes.tags.team=core");

    @Test
    void areInjectedByTypeAndName() {
        runner.withBean(Injected.class).run(context -> {
            Injected injected = context.getBean(Injected.class);
            BytesBuffer export = context.getBean("http-export", BytesBuffer.class);
            assertThat(export.capacity()).isEqualTo(4096);
            assertThat(export.kind()).isEqualTo(BufferKind.BLOCK);
            assertThat(export.name()).isEqualTo("http-export");
            assertThat(injected.httpExport).isSameAs(export);
            assertThat(injected.writer).isSameAs(export);
            assertThat(injected.reader)
                    .isSameAs(context.getBean("latest", BytesBuffer.class))
                    .extracting(latest -> ((BytesBuffer) latest).kind())
                    .isEqualTo(BufferKind.RING);
            assertThat(injected.all).containsOnlyKeys("http-export", "latest");
            assertThat(injected.orders).isSameAs(context.getBean("orders"));
            BufferEntry entry = context.getBean(BufferRegistry.class).get("http-export");
            assertThat(entry.type()).isEqualTo("block");
            assertThat(entry.unit()).isEqualTo("bytes");
            assertThat(entry.maxCapacity()).isEqualTo(BufferEntry.DEFAULT_MAX_BYTES);
            assertThat(context.getBean(BufferRegistry.class).get("orders").unit())
                    .isEqualTo("elements");
        });
    }

    @Test
    void aBeanOfTheApplicationReplacesAnInstanceAndIsRegisteredLikeAnother() {
        BytesBuffer own = BytesBuffer.growable();
        runner.withBean("latest", BytesBuffer.class, () -> own)
                .withBean("mine", BytesBuffer.class, () -> BytesBuffer.block(7))
                .withPropertyValues("buffers.defaults.max-capacity=9", "buffers.instances.latest.max-capacity=8KB")
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    assertThat(registry.get("latest").buffer()).isSameAs(own);
                    assertThat(registry.get("latest").type()).isEqualTo("growable");
                    assertThat(registry.get("latest").maxCapacity()).isEqualTo(8192);
                    assertThat(registry.get("mine").unit()).isEqualTo("bytes");
                    assertThat(registry.get("mine").maxCapacity()).isEqualTo(BufferEntry.DEFAULT_MAX_BYTES);
                });
        assertThat(own.state().isTerminal()).isTrue();
    }

    @Test
    void aLazyBufferIsRegisteredWhenItIsFirstUsed() {
        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    assertThat(registry.names()).isEmpty();
                    BytesBuffer export = context.getBean("httpExport", BytesBuffer.class);
                    assertThat(registry.get("http-export").buffer()).isSameAs(export);
                });
    }

    @Test
    void aChildContextHasItsOwn() {
        runner.run(parent -> runner.withParent(parent).run(child -> {
            assertThat(child.getBean("latest")).isInstanceOf(BytesBuffer.class).isNotSameAs(parent.getBean("latest"));
            assertThat(child.getBean(BufferRegistry.class).names())
                    .isEqualTo(parent.getBean(BufferRegistry.class).names());
        }));
    }

    @Test
    void anAspectAppliesToAProxyOfTheInterfaces() {
        runner.withUserConfiguration(Advice.class).run(context -> {
            assertThat(context.getBean("latest")).isNotInstanceOf(BytesBuffer.class);
            assertThat(AopUtils.isJdkDynamicProxy(context.getBean("latest"))).isTrue();
            context.getBean("latest", BytesWriter.class).add((byte) 5);
            assertThat(context.getBean("latest", BytesReader.class).next()).isEqualTo(5);
            BufferEntry entry = context.getBean(BufferRegistry.class).get("latest");
            assertThat(entry.unit()).isEqualTo("bytes");
            assertThat(entry.type()).isEqualTo("ring");
            assertThat(entry.buffer().stats().read()).isEqualTo(1);
        });
    }

    @Test
    void aListenerOfBytesIsRefused() {
        runner.withBean(ListenerOfBytes.class).run(context -> {
            FailureAnalysis analysis = BufferConfigurationFailureTest.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .contains("the buffer 'http-export' holds bytes, and listeners are for elements");
            assertThat(analysis.getAction()).contains("Use one of: orders.");
        });
    }

    @ParameterizedTest
    @CsvSource({"send-to", "dead-letter"})
    void aListenerThatWritesBytesIsRefused(String key) {
        runner.withBean(ListenerOfOrders.class)
                .withPropertyValues("buffers.listeners.ship." + key + "=latest")
                .run(context -> {
                    FailureAnalysis analysis = BufferConfigurationFailureTest.analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .contains("'buffers.listeners.ship." + key + "' with the value 'latest'")
                            .contains("the buffer 'latest' holds bytes, and listeners are for elements");
                    assertThat(analysis.getAction()).contains("Use one of: orders.");
                });
    }

    @Test
    void aListenerOfBytesIsRefusedAtRunTime() {
        runner.run(context -> assertThatIllegalArgumentException()
                .isThrownBy(() -> context.getBean(BufferListeners.class)
                        .register(ListenerSpec.builder("ship", "latest").build(), element -> element))
                .withMessage("The buffer 'latest' holds bytes, and listeners are for elements"));
    }

    @Test
    void templatesOfBytesCreateBuffersOfBytes() {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            BytesBuffer pipe = registry.createBytes("pipe-1", "pipes");
            assertThat(pipe.capacity()).isEqualTo(2048);
            assertThat(pipe.name()).isEqualTo("pipe-1");
            assertThat(registry.get("pipe-1").tags()).containsEntry("team", "core");
            assertThat(registry.createBytes("pipe-2", "pipes", Map.of("team", "blue")))
                    .isSameAs(registry.get("pipe-2").buffer());
            assertThat(registry.get("pipe-2").tags()).containsEntry("team", "blue");
            assertThat(registry.remove("pipe-1")).isTrue();
            assertThat(pipe.state().isTerminal()).isTrue();
        });
    }

    @Test
    void aTemplateOfTheOtherUnitIsRefusedAndNothingIsRegistered() {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.create("pipe", "pipes"))
                    .withMessage(
                            "Cannot create a Buffer 'pipe': the template 'pipes' is one of bytes, for createBytes");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.createBytes("pipe", "orders"))
                    .withMessage("Cannot create a BytesBuffer 'pipe': the template 'orders' is one of elements, for"
                            + " create");
            assertThatExceptionOfType(UnknownTemplateException.class)
                    .isThrownBy(() -> registry.createBytes("pipe", "none"));
            assertThat(registry.names()).containsExactly("http-export", "latest", "orders");
            registry.createBytes("pipe", "pipes");
        });
    }

    @Test
    void aTemplateOfTheOtherUnitIsRefusedBeforeABufferIsBuilt() {
        List<String> calls = new ArrayList<>();
        DropListener<Object> drops = (element, reason) -> calls.add("drop");
        Supplier<DropListener<Object>> created = () -> {
            calls.add("drops");
            return drops;
        };
        runner.withPropertyValues("buffers.templates.orders.drop-listener=drops")
                .withBean(BufferCustomizer.class, () -> (name, builder) -> calls.add(name))
                .withBean("drops", DropListener.class, created::get, definition -> definition.setLazyInit(true))
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    calls.clear();
                    assertThatIllegalArgumentException().isThrownBy(() -> registry.createBytes("new", "orders"));
                    assertThat(calls).isEmpty();
                    registry.create("new", "orders");
                    assertThat(calls).containsExactly("drops", "new");
                });
    }

    @Test
    void waterMarksInBytesAreEvents() {
        runner.withPropertyValues(
                        "buffers.instances.http-export.high-water-mark=3KB",
                        "buffers.templates.pipes.high-water-mark=50%")
                .run(context -> {
                    BytesBuffer export = context.getBean("http-export", BytesBuffer.class);
                    export.write(new byte[3071], 0, 3071);
                    BufferEvents events = context.getBean(BufferEvents.class);
                    assertThat(events.history()).isEmpty();
                    export.add((byte) 0);
                    assertThat(export.read(new byte[1536], 0, 1536)).isEqualTo(1536);
                    BytesBuffer pipe = context.getBean(BufferRegistry.class).createBytes("pipe", "pipes");
                    pipe.write(new byte[1024], 0, 1024);
                    assertThat(events.history())
                            .extracting(BufferEvent::name, BufferEvent::kind)
                            .containsExactly(
                                    tuple("pipe", BufferEventKind.SATURATED),
                                    tuple("http-export", BufferEventKind.RELIEVED),
                                    tuple("http-export", BufferEventKind.SATURATED));
                });
    }

    @Test
    void aheadOfTimeProcessingGeneratesTheirDefinitions() {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(BytesBuffersTest.class)), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of("buffers.instances.export.unit=bytes", "buffers.instances.export.capacity=4KB")
                    .applyTo(context);
            context.register(BufferAutoConfiguration.class, Injecting.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();
        assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.SOURCE).values().stream()
                        .map(BytesBuffersTest::content))
                .anySatisfy(source -> assertThat(source)
                        .contains(
                                "new RootBeanDefinition(BytesBuffer.class)",
                                "<BytesBuffer>forFactoryMethod(BufferFactory.class, \"createBytes\"",
                                "\"export\""));
    }

    private static String content(InputStreamSource source) {
        try (InputStream in = source.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static class Injected {

        private final BytesBuffer httpExport;
        private final BytesWriter writer;
        private final BytesReader reader;
        private final Map<String, BytesBuffer> all;
        private final Buffer<String> orders;

        Injected(
                BytesBuffer httpExport,
                @Qualifier("http-export") BytesWriter writer,
                @Qualifier("latest") BytesReader reader,
                Map<String, BytesBuffer> all,
                Buffer<String> orders) {
            this.httpExport = httpExport;
            this.writer = writer;
            this.reader = reader;
            this.all = all;
            this.orders = orders;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Injecting {

        @Bean
        static Object user(BytesBuffer export) {
            return export.name();
        }
    }

    static class ListenerOfBytes {

        @BufferListener("http-export")
        void handle(byte[] bytes) {}
    }

    static class ListenerOfOrders {

        @BufferListener(buffer = "orders", id = "ship")
        String handle(String order) {
            return order;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Advice {

        @Bean
        static DefaultAdvisorAutoProxyCreator proxyCreator() {
            return new DefaultAdvisorAutoProxyCreator();
        }

        @Bean
        static NameMatchMethodPointcutAdvisor advisor() {
            MethodBeforeAdvice advice = (method, arguments, target) -> {};
            NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(advice);
            advisor.setMappedName("add");
            return advisor;
        }
    }
}
