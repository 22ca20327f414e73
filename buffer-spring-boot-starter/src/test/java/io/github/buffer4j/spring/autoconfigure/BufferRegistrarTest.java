package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.DropListener;
import io.github.buffer4j.spring.BufferCustomizer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.MapPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class BufferRegistrarTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class));

    @Test
    void theConfigurationIsBoundTwiceAtMost() {
        CountingSource source = new CountingSource();
        runner.withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(source))
                .run(context -> {
                    assertThat(context.getBean("orders", Buffer.class).capacity())
                            .isEqualTo(7);
                    assertThat(source.reads).hasPositiveValue().hasValueLessThanOrEqualTo(2);
                });
    }

    @Test
    void warnsOnceOfBuffersThatTheParentHasToo(CapturedOutput output) {
        ApplicationContextRunner both = runner.withPropertyValues(
                "buffers.instances.orders.capacity=1",
                "buffers.instances.order-events.capacity=1",
                "buffers.instances.rows.capacity=1");
        both.withUserConfiguration(UsersRows.class)
                .run(parent -> both.withParent(parent)
                        .withPropertyValues("buffers.instances.of-the-child.capacity=1")
                        .run(child -> {
                            assertThat(child.getBean("orders")).isNotSameAs(parent.getBean("orders"));
                            assertThat(output).containsOnlyOnce("Buffers that the parent context also defines: ");
                            assertThat(output.getOut()
                                            .lines()
                                            .filter(line -> line.contains("the parent context also defines")))
                                    .singleElement()
                                    .asString()
                                    .contains("WARN", "orders", "order-events", "rows", "buffers.enabled=false")
                                    .doesNotContain("of-the-child");
                        }));
    }

    @Test
    void doesNotWarnOfAParentWithoutBuffersOrWithOthers(CapturedOutput output) {
        runner.withBean("mine", Buffer.class, () -> new BlockBuffer<>(1))
                .run(parent -> runner.withParent(parent)
                        .withPropertyValues("buffers.instances.orders.capacity=1")
                        .run(child -> {
                            assertThat(child).hasNotFailed().hasBean("orders");
                            assertThat(output).doesNotContain("the parent context also defines");
                        }));
    }

    @Test
    void aChildThatIsDisabledUsesTheBuffersOfItsParent(CapturedOutput output) {
        runner.withPropertyValues("buffers.instances.orders.capacity=1")
                .run(parent -> runner.withParent(parent)
                        .withPropertyValues("buffers.enabled=false")
                        .run(child -> {
                            assertThat(child.getBean("orders")).isSameAs(parent.getBean("orders"));
                            assertThat(output).doesNotContain("the parent context also defines");
                        }));
    }

    @Test
    void customizersRunLastAndInOrder() {
        runner.withUserConfiguration(Customizers.class)
                .withPropertyValues(
                        "buffers.instances.orders.capacity=1",
                        "buffers.instances.orders.drop-listener=byProperty",
                        "buffers.instances.rows.capacity=1")
                .run(context -> {
                    Customizers seen = context.getBean(Customizers.class);
                    assertThat(seen.calls)
                            .containsExactly("first orders", "second orders", "first rows", "second rows");
                    @SuppressWarnings("unchecked")
                    Buffer<Object> orders = context.getBean("orders", Buffer.class);
                    orders.add("x");
                    orders.reset();
                    assertThat(seen.calls).last().isEqualTo("dropped of second");
                });
    }

    @Test
    void theElementTypeMayBeGeneric() {
        runner.withUserConfiguration(Generic.class)
                .withPropertyValues(
                        "buffers.instances.longs.element-type=java.util.List<java.lang.Long>",
                        "buffers.instances.texts.element-type=java.util.List<java.lang.String>",
                        "buffers.instances.bytes.element-type=byte[]")
                .run(context -> {
                    assertThat(context.getBean(Generic.class).longs()).isSameAs(context.getBean("longs"));
                    assertThat(context.getBean(Generic.class).bytes()).isSameAs(context.getBean("bytes"));
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    assertThat(registry.entries())
                            .extracting(BufferEntry::elementType)
                            .containsExactly(
                                    "byte[]", "java.util.List<java.lang.Long>", "java.util.List<java.lang.String>");
                });
    }

    @Test
    void anAspectAppliesToABufferAsAProxyOfItsInterfaces() {
        runner.withUserConfiguration(Advised.class)
                .withPropertyValues(
                        "buffers.instances.orders.type=ring",
                        "buffers.instances.orders.element-type=java.lang.String",
                        "buffers.instances.orders.drain-timeout=0s")
                .run(context -> {
                    @SuppressWarnings("unchecked")
                    BufferWriter<String> orders = (BufferWriter<String>) context.getBean("orders", BufferWriter.class);
                    orders.add("x");
                    assertThat(AopUtils.isJdkDynamicProxy(orders)).isTrue();
                    assertThat(context.getBean(Advised.class).calls).hasValue(1);
                    BufferEntry entry = context.getBean(BufferRegistry.class).get("orders");
                    assertThat(entry.type()).isEqualTo("ring");
                    assertThat(entry.buffer().size()).isOne();
                    assertThat(AopUtils.isJdkDynamicProxy(context.getBean("mine")))
                            .isTrue();
                    context.close();
                    assertThat(entry.buffer().state()).isEqualTo(BufferState.CLOSED);
                });
    }

    @Test
    void aBeanWithAnotherNameIsRegisteredAndWarnedOfOnce(CapturedOutput output) {
        runner.withBean("bestellungen/größe", Buffer.class, () -> new BlockBuffer<>(1))
                .withBean("a.b_c-1", Buffer.class, () -> new BlockBuffer<>(1))
                .run(context -> {
                    assertThat(context.getBean(BufferRegistry.class).names())
                            .containsExactly("a.b_c-1", "bestellungen/größe");
                    assertThat(output.getOut().lines().filter(line -> line.contains("The name of the buffer bean")))
                            .singleElement()
                            .asString()
                            .contains("WARN", "bestellungen/");
                });
    }

    record Generic(BlockBuffer<List<Long>> longs, BufferWriter<byte[]> bytes) {}

    /** Counts the reads of one property. */
    private static final class CountingSource extends MapPropertySource {

        private static final String KEY = "buffers.instances.orders.capacity";

        private final AtomicInteger reads = new AtomicInteger();

        private CountingSource() {
            super("counting", Map.of(KEY, "7"));
        }

        @Override
        public @Nullable Object getProperty(String name) {
            if (name.equals(KEY)) {
                reads.incrementAndGet();
            }
            return super.getProperty(name);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class UsersRows {

        @Bean
        BlockBuffer<String> rows() {
            return new BlockBuffer<>(1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        final List<String> calls = new ArrayList<>();

        @Bean
        @Order(2)
        BufferCustomizer second() {
            return (name, builder) -> {
                calls.add("second " + name);
                builder.dropListener((element, reason) -> calls.add("dropped of second"));
            };
        }

        @Bean
        @Order(1)
        BufferCustomizer first() {
            return (name, builder) -> {
                calls.add("first " + name);
                builder.dropListener((element, reason) -> calls.add("dropped of first"));
            };
        }

        @Bean
        DropListener<Object> byProperty() {
            return (element, reason) -> calls.add("dropped of property");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Advised {

        final AtomicInteger calls = new AtomicInteger();

        @Bean
        static DefaultAdvisorAutoProxyCreator proxyCreator() {
            DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
            creator.setProxyTargetClass(true);
            return creator;
        }

        @Bean
        @Proxyable(ProxyType.INTERFACES)
        BlockBuffer<Long> mine() {
            return new BlockBuffer<>(1);
        }

        @Bean
        NameMatchMethodPointcutAdvisor counting() {
            MethodBeforeAdvice advice = (method, arguments, target) -> calls.incrementAndGet();
            NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(advice);
            advisor.setMappedName("add");
            return advisor;
        }
    }
}
