package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

class RuntimeHintsTest {

    @Test
    void nativeImagesCanBindTheProperties() throws Exception {
        RuntimeHints hints = new RuntimeHints();
        new BufferAutoConfiguration.Hints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(BufferProperties.class, "setCapacity"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ListenerProperties.class, "setStop"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(EventsProperties.class, "setHistory"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(BufferSize.class.getMethod("of", String.class)))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(WaterMarkLevel.class.getMethod("of", Integer.class)))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(SharedProperties.class, "setLease"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(HealthProperties.class, "setMaxAge"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ExecutorProperties.class, "setWhenFull"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(ListenerRetryProperties.class, "setMaxRetries"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(ContextRegistry.class))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onType(MDC.class)).accepts(hints);
    }

    @Test
    void nativeImagesHaveTheScripts() {
        RuntimeHints hints = new RuntimeHints();
        new BufferRedisAutoConfiguration.Hints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.resource().forResource("io/github/buffer4j/spring/redis/read.lua"))
                .accepts(hints);
    }

    @Test
    void aheadOfTimeProcessingGeneratesSharedBuffers() throws IOException {
        InMemoryGeneratedFiles files = process(
                "buffers.instances.orders.backend=redis", "buffers.instances.orders.element-type=java.lang.String");
        String source = files.getGeneratedFileContent(
                GeneratedFiles.Kind.SOURCE,
                "io/github/buffer4j/spring/autoconfigure/RedisBufferFactory__BeanDefinitions.java");
        assertThat(source).contains("RedisBuffer.class, String.class").contains("setDestroyMethodNames(\"detach\")");
    }

    @Test
    void aheadOfTimeProcessingGeneratesTheCarrierOfContexts() {
        assertThat(process("buffers.instances.orders.propagate-context=true")
                        .getGeneratedFiles(GeneratedFiles.Kind.SOURCE))
                .containsKey("io/github/buffer4j/spring/context/TracingCarrier__BeanDefinitions.java");
    }

    private static InMemoryGeneratedFiles process(String... properties) {
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(RuntimeHintsTest.class)), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            TestPropertyValues.of(properties).applyTo(context);
            context.register(BufferAutoConfiguration.class, BufferRedisAutoConfiguration.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        }
        generation.writeGeneratedContent();
        return files;
    }
}
