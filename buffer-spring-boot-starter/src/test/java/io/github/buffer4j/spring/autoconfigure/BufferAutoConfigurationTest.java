package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferReader;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.DropListener;
import io.github.buffer4j.DropReason;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.RingBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;

@ExtendWith(OutputCaptureExtension.class)
class BufferAutoConfigurationTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class));

    private final ApplicationContextRunner threeBuffers = runner.withPropertyValues(
            "buffers.instances.orders.capacity=512",
            "buffers.instances.orders.element-type=" + Order.class.getName(),
            "buffers.instances.returns.type=ring",
            "buffers.instances.returns.element-type=" + Order.class.getName(),
            "buffers.instances.lines.type=growable",
            "buffers.instances.lines.element-type=java.lang.String");

    @Test
    void createsNoBufferUnlessConfigured() {
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Buffer.class));
    }

    @Test
    void createsOneBeanPerInstanceNamedAsTheKey() {
        threeBuffers.run(context -> {
            assertThat(context.getBeansOfType(Buffer.class)).containsOnlyKeys("orders", "returns", "lines");
            assertThat(context.getBean("orders")).isInstanceOf(BlockBuffer.class);
            assertThat(context.getBean("returns")).isInstanceOf(RingBuffer.class);
            assertThat(context.getBean("lines")).isInstanceOf(GrowableBuffer.class);
            assertThat(context.getBean("orders", Buffer.class).name()).isEqualTo("orders");
            assertThat(context.getBean("orders", Buffer.class).capacity()).isEqualTo(512);
        });
    }

    @Test
    void injectsByElementTypeAndKind() {
        threeBuffers.withUserConfiguration(ByType.class).run(context -> {
            ByType seen = context.getBean(ByType.class);
            assertThat(seen.orders()).isSameAs(context.getBean("orders"));
            assertThat(seen.returns()).isSameAs(context.getBean("returns"));
            assertThat(seen.lineWriter()).isSameAs(context.getBean("lines"));
            assertThat(seen.lineReader()).isSameAs(context.getBean("lines"));
        });
    }

    @Test
    void injectsByNameAndQualifier() {
        threeBuffers.withUserConfiguration(ByName.class).run(context -> {
            ByName seen = context.getBean(ByName.class);
            assertThat(seen.orders()).isSameAs(context.getBean("orders"));
            assertThat(seen.any()).isSameAs(context.getBean("returns"));
        });
    }

    @Test
    void injectsAllAsAMap() {
        threeBuffers
                .withUserConfiguration(AsMap.class)
                .run(context -> assertThat(context.getBean(AsMap.class).buffers())
                        .containsOnlyKeys("orders", "returns", "lines"));
    }

    @Test
    void doesNotInjectABufferOfAnotherElementType() {
        runner.withPropertyValues("buffers.instances.numbers.element-type=java.lang.Integer")
                .run(context -> assertThat(context.getBeanProvider(
                                ResolvableType.forClassWithGenerics(Buffer.class, String.class)))
                        .isEmpty());
    }

    @Test
    void withoutElementTypeItInjectsWhereAnyTypeGoes() {
        runner.withPropertyValues("buffers.instances.any.capacity=1")
                .withUserConfiguration(AnyType.class)
                .run(context ->
                        assertThat(context.getBean(AnyType.class).buffer()).isSameAs(context.getBean("any")));
    }

    @Test
    void injectsSeveralOfOneTypeByParameterName() {
        runner.withPropertyValues(
                        "buffers.defaults.element-type=" + Order.class.getName(),
                        "buffers.instances.orders.capacity=1",
                        "buffers.instances.returns.capacity=2",
                        "buffers.instances.order-events.type=ring")
                .withUserConfiguration(SameType.class)
                .run(context -> {
                    SameType seen = context.getBean(SameType.class);
                    assertThat(seen.orders()).isSameAs(context.getBean("orders"));
                    assertThat(seen.returns()).isSameAs(context.getBean("returns"));
                    assertThat(seen.orderEvents()).isSameAs(context.getBean("order-events"));
                });
    }

    @Test
    void aKebabCaseNameHasACamelCaseAlias() {
        runner.withPropertyValues("buffers.instances.order-item-events.capacity=1")
                .run(context ->
                        assertThat(context.getAliases("order-item-events")).containsExactly("orderItemEvents"));
    }

    @Test
    void theAliasLeavesATakenNameAlone() {
        runner.withPropertyValues("buffers.instances.order-events.capacity=1")
                .withBean("orderEvents", String.class, () -> "mine")
                .run(context -> {
                    assertThat(context.getBean("orderEvents")).isEqualTo("mine");
                    assertThat(context.getBean("order-events")).isInstanceOf(BlockBuffer.class);
                });
    }

    @Test
    void everyOptionOfTheBuilderIsAProperty() {
        runner.withPropertyValues(
                        "buffers.instances.latest.type=ring",
                        "buffers.instances.latest.capacity=1",
                        "buffers.instances.latest.track-age=true",
                        "buffers.instances.latest.drop-listener=dropped",
                        "buffers.instances.all.type=growable",
                        "buffers.instances.all.initial-capacity=2",
                        "buffers.instances.all.max-capacity=3")
                .withUserConfiguration(Listening.class)
                .run(context -> {
                    @SuppressWarnings("unchecked")
                    Buffer<Object> latest = context.getBean("latest", Buffer.class);
                    latest.add("one");
                    latest.add("two");
                    assertThat(context.getBean(Listening.class).heard).containsExactly("one OVERWRITTEN");
                    assertThat(latest.stats().oldestAgeNanos()).isPresent();
                    assertThat(latest.name()).isEqualTo("latest");
                    assertThat(context.getBean("all", Buffer.class).capacity()).isEqualTo(3);
                });
    }

    @Test
    void theDropListenerOutlivesItsBuffer() {
        Listening listening = new Listening();
        runner.withPropertyValues("buffers.instances.orders.drop-listener=dropped")
                .withBean("dropped", ClosingListener.class, () -> new ClosingListener(listening.heard))
                .run(context -> {
                    @SuppressWarnings("unchecked")
                    Buffer<Object> orders = context.getBean("orders", Buffer.class);
                    orders.add("one");
                    context.getBeanFactory().destroySingletons();
                    assertThat(listening.heard).containsExactly("one CLOSED", "destroyed");
                });
    }

    @Test
    void logsBuffersWithoutAnElementType(CapturedOutput output) {
        threeBuffers
                .withPropertyValues("buffers.instances.any.capacity=1", "buffers.instances.other.capacity=1")
                .run(context -> assertThat(output)
                        .contains("Buffers without an element-type, which match injection points of any element type:"
                                + " any, other"));
    }

    @Test
    void logsNothingIfAllHaveAnElementType(CapturedOutput output) {
        threeBuffers.run(context -> assertThat(output).doesNotContain("without an element-type"));
    }

    @Test
    void backsOffFromAUsersBeanOfThatName() {
        threeBuffers.withUserConfiguration(UsersOrders.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean("orders", Buffer.class).capacity()).isEqualTo(7);
            assertThat(context).hasBean("lines");
        });
    }

    @Test
    void closingTheContextClosesTheBuffer() {
        threeBuffers.run(context -> {
            Buffer<?> orders = context.getBean("orders", Buffer.class);
            context.close();
            assertThat(orders.state()).isEqualTo(BufferState.DRAINED);
        });
    }

    @Test
    void destroyingTheBeanClosesTheBufferAtOnce() {
        threeBuffers.run(context -> {
            Buffer<?> orders = context.getBean("orders", Buffer.class);
            context.getBeanFactory().destroySingletons();
            assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
        });
    }

    record Order(long id) {}

    record ByType(
            BlockBuffer<Order> orders,
            RingBuffer<Order> returns,
            BufferWriter<String> lineWriter,
            BufferReader<String> lineReader) {}

    record ByName(
            BufferWriter<Order> orders,
            @Qualifier("returns") Buffer<Order> any) {}

    record SameType(BlockBuffer<Order> orders, BufferWriter<Order> returns, BufferReader<Order> orderEvents) {}

    record AsMap(Map<String, Buffer<?>> buffers) {}

    record AnyType(Buffer<?> buffer) {}

    @Configuration(proxyBeanMethods = false)
    static class UsersOrders {

        @Bean
        BlockBuffer<Order> orders() {
            return new BlockBuffer<>(7);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        final List<String> heard = new ArrayList<>();

        @Bean
        DropListener<Object> dropped() {
            return (element, reason) -> heard.add(element + " " + reason);
        }
    }

    record ClosingListener(List<String> heard) implements DropListener<Object>, AutoCloseable {

        @Override
        public void onDrop(Object element, DropReason reason) {
            heard.add(element + " " + reason);
        }

        @Override
        public void close() {
            heard.add("destroyed");
        }
    }
}
