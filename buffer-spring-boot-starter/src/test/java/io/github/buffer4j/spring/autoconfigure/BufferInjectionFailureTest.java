package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferReader;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.BytesReader;
import io.github.buffer4j.RingBuffer;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

/** The log of an application that fails to start because a buffer does not match an injection point. */
@ExtendWith(OutputCaptureExtension.class)
class BufferInjectionFailureTest {

    private static final String ORDERS = "--buffers.instances.orders.element-type=java.lang.Long";
    private static final String BYTES = "--buffers.instances.export.unit=bytes";
    private static final String ROWS = "--buffers.instances.rows.type=growable";

    @Test
    void aKindThatNoBufferHas(CapturedOutput output) {
        assertFails(AnotherKind.class, ORDERS, ROWS);
        assertThat(output)
                .contains("Parameter 0 of constructor in " + AnotherKind.class.getName()
                        + " required a RingBuffer<java.lang.Long>, but no buffer matches.")
                .contains("- orders: BlockBuffer<java.lang.Long>")
                .contains("- rows: GrowableBuffer<?>")
                .contains("Change the injection point to the type of one of them")
                .contains("Buffer, BufferWriter or BufferReader");
    }

    @Test
    void anElementTypeThatNoBufferHas(CapturedOutput output) {
        assertFails(AnotherElement.class, ORDERS);
        assertThat(output)
                .contains("required a BufferReader<java.lang.String>, but no buffer matches.")
                .contains("- orders: BlockBuffer<java.lang.Long>");
    }

    @Test
    void aQualifierThatNoBufferHas(CapturedOutput output) {
        assertFails(AnotherName.class, ORDERS);
        assertThat(output).contains("The type of orders matches. If the injection point has a qualifier, check it.");
    }

    @Test
    void noBufferAtAll(CapturedOutput output) {
        assertFails(AnotherKind.class);
        assertThat(output)
                .contains("No buffers are defined.")
                .contains("Declare one under 'buffers.instances', or as a bean.");
    }

    @Test
    void aTypeThatIsNoBufferIsLeftToOthers(CapturedOutput output) {
        assertFails(NoBuffer.class, ORDERS);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .doesNotContain("buffer matches", "Available buffers");
    }

    @Test
    void theNameOfABufferOfAnotherKind(CapturedOutput output) {
        assertFails(ByName.class, ORDERS);
        assertThat(output)
                .contains("required the bean 'orders' as a RingBuffer, but it is a BlockBuffer")
                .contains("- orders: BlockBuffer<java.lang.Long>")
                .contains("Inject it as its actual type, or as Buffer, BufferWriter or BufferReader.");
    }

    @Test
    void aLazyParameterOfAFinalClass(CapturedOutput output) {
        assertFails(LazyParameter.class, ORDERS);
        assertThat(output)
                .contains("Parameter 'orders' of method user in " + LazyParameter.class.getName()
                        + " is lazy, so it needs a proxy. BlockBuffer is final")
                .contains("Inject an ObjectProvider<BlockBuffer<...>>, or Buffer, BufferWriter or BufferReader with"
                        + " @Lazy.");
    }

    @Test
    void aLazyFieldOfAFinalClass(CapturedOutput output) {
        assertFails(LazyField.class, ORDERS);
        assertThat(output)
                .contains("Field 'orders' in " + LazyField.class.getName() + " is lazy, so it needs a proxy.")
                .contains("ObjectProvider");
    }

    @Test
    void aScopedProxyOfAFinalClass(CapturedOutput output) {
        assertFails(Scoped.class);
        assertThat(output)
                .contains("The bean 'mine' has a scoped proxy of its class. BlockBuffer is final")
                .contains("Declare the bean as Buffer in place of BlockBuffer, or use @Scope(proxyMode =");
    }

    @Test
    void anAdvisorThatAppliesToABufferOfTheApplication(CapturedOutput output) {
        assertFails(AdvisedBean.class);
        assertThat(output)
                .contains("An aspect or advisor applies to the buffer 'mine', one of [advisor]. BlockBuffer is final")
                .contains("Exclude the buffer from the pointcut")
                .contains("@Proxyable(ProxyType.INTERFACES)");
    }

    @Test
    void anAdvisorThatAppliesToAnInstanceInjectedAsItsClass(CapturedOutput output) {
        assertFails(AdvisedInstance.class, ORDERS);
        assertThat(output)
                .contains("required the bean 'orders' as a BlockBuffer, but it is a proxy of its interfaces,"
                        + " because an aspect or advisor applies to it, one of [advisor].")
                .contains("Inject Buffer, BufferWriter or BufferReader, or exclude the buffer from the pointcut.");
    }

    @Test
    void bytesWhereAllBuffersHoldElements(CapturedOutput output) {
        assertFails(Bytes.class, ORDERS);
        assertThat(output)
                .contains("required a BytesReader, but no buffer matches.")
                .contains("- orders: BlockBuffer<java.lang.Long>")
                .contains("Set 'unit: bytes' for a buffer under 'buffers.instances', or change the injection point");
    }

    @Test
    void elementsWhereAllBuffersHoldBytes(CapturedOutput output) {
        assertFails(AnotherElement.class, BYTES);
        assertThat(output)
                .contains("required a BufferReader<java.lang.String>, but no buffer matches.")
                .contains("- export: BytesBuffer")
                .contains("or change 'type', 'unit' or 'element-type' under 'buffers.instances'");
    }

    @Test
    void theNameOfABufferOfBytes(CapturedOutput output) {
        assertFails(ByName.class, "--buffers.instances.orders.unit=bytes");
        assertThat(output)
                .contains("required the bean 'orders' as a RingBuffer, but it is a BytesBuffer")
                .contains("Inject it as its actual type, or as BytesWriter or BytesReader.");
    }

    @Test
    void aLazyParameterOfBytes(CapturedOutput output) {
        assertFails(LazyBytes.class, BYTES);
        assertThat(output)
                .contains("Parameter 'export' of constructor in " + LazyBytes.class.getName()
                        + " is lazy, so it needs a proxy. BytesBuffer is final")
                .contains("Inject an ObjectProvider<BytesBuffer>, or BytesWriter or BytesReader with @Lazy.");
    }

    private static void assertFails(Class<?> configuration, String... arguments) {
        assertThatException()
                .isThrownBy(() -> new SpringApplicationBuilder(configuration)
                        .web(WebApplicationType.NONE)
                        .run(arguments)
                        .close());
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(BufferAutoConfiguration.class)
    static class Base {}

    @Import(Base.class)
    static class AnotherKind {
        AnotherKind(RingBuffer<Long> orders) {}
    }

    @Import(Base.class)
    static class AnotherElement {
        AnotherElement(BufferReader<String> orders) {}
    }

    @Import(Base.class)
    static class AnotherName {
        AnotherName(@Qualifier("ordres") Buffer<Long> orders) {}
    }

    @Import(Base.class)
    static class NoBuffer {
        NoBuffer(BlockingQueue<Long> orders) {}
    }

    @Import(Base.class)
    static class ByName {

        @Bean
        static Object user(org.springframework.beans.factory.BeanFactory beans) {
            return beans.getBean("orders", RingBuffer.class);
        }
    }

    @Import(Base.class)
    static class LazyParameter {

        @Bean
        static Object user(@Lazy BlockBuffer<Long> orders) {
            return orders.name();
        }
    }

    @Import(Base.class)
    static class LazyField {

        @Autowired
        @Lazy
        BlockBuffer<Long> orders;
    }

    @Import(Base.class)
    static class Bytes {
        Bytes(BytesReader orders) {}
    }

    @Import(Base.class)
    static class LazyBytes {
        LazyBytes(@Lazy BytesBuffer export) {}
    }

    @Import(Base.class)
    static class Scoped {

        @Bean
        @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        static BlockBuffer<String> mine() {
            return new BlockBuffer<>(1);
        }
    }

    @Import(Base.class)
    static class Advice {

        @Bean
        static DefaultAdvisorAutoProxyCreator proxyCreator() {
            DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
            creator.setProxyTargetClass(true);
            return creator;
        }

        @Bean
        static NameMatchMethodPointcutAdvisor advisor() {
            MethodBeforeAdvice advice = (method, arguments, target) -> {};
            NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(advice);
            advisor.setMappedName("add");
            return advisor;
        }
    }

    @Import(Advice.class)
    static class AdvisedBean {

        @Bean
        static BlockBuffer<String> mine() {
            return new BlockBuffer<>(1);
        }
    }

    @Import(Advice.class)
    static class AdvisedInstance {

        @Bean
        static Object user(BlockBuffer<Long> orders) {
            return orders.name();
        }
    }
}
