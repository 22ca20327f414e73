package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferReader;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.RingBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;

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
    void makesNoBufferUnlessAsked() {
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Buffer.class));
    }

    @Test
    void makesOneBeanPerInstanceNamedAsTheKey() {
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

    record AsMap(Map<String, Buffer<?>> buffers) {}

    record AnyType(Buffer<?> buffer) {}

    @Configuration(proxyBeanMethods = false)
    static class UsersOrders {

        @Bean
        BlockBuffer<Order> orders() {
            return new BlockBuffer<>(7);
        }
    }
}
