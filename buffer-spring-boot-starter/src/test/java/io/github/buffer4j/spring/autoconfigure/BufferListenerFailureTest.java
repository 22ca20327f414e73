package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.DeadLetter;
import io.github.buffer4j.spring.listener.ListenerState;
import io.github.buffer4j.spring.listener.Retry;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

/** A listener that cannot work fails the startup with an analysis that names the method or the key, and a cure. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class BufferListenerFailureTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(BufferAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class))
            .withPropertyValues(
                    "buffers.instances.orders.element-type=" + Order.class.getName(),
                    "buffers.instances.rows.element-type=java.lang.String",
                    "buffers.instances.failed.element-type=" + DeadLetter.class.getName() + "<java.lang.String>",
                    "buffers.instances.any.capacity=5");

    record Order(int number) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            NoName          | it names no buffer                          | Use one of: any, failed, orders, rows.
            UnknownBuffer   | no buffer is named 'odrers'                 | Use one of: any, failed, orders, rows.
            UnknownTarget   | attribute 'sendTo' with the value 'rwos'    | Use one of: any, failed, orders, rows.
            UnknownLetters  | attribute 'deadLetter' with the value 'x'   | Use one of: any, failed, orders, rows.
            WrongType       | its parameter is of java.lang.String, and the buffer 'orders' is of | Use io.github
            WrongListType   | its parameter is of java.lang.String, and the buffer 'orders' is of | Use io.github
            WrongEnvelope   | its parameter is of java.lang.String, and the buffer 'orders' is of | Use io.github
            WrongArray      | its parameter is of java.lang.String, and the buffer 'orders' is of | Use io.github
            WrongResult | result of the method does not fit the buffer 'rows' | Use a buffer of the type of the result
            WrongLater | result of the method does not fit the buffer 'rows' | Use a buffer of the type of the result
            WrongSeveral | result of the method does not fit the buffer 'rows' | Use a buffer of the type of the result
            NoResult        | the method has no result                    | let the method return a result
            NoLaterResult   | the method has no result                    | let the method return a result
            WrongLetters | the buffer 'rows' is of java.lang.String | element-type io.github
            OtherLetters | the buffer 'failed' is of | element-type io.github.buffer4j.spring.listener.Dead
            OwnLetters      | the listener reads from this buffer         | Use another buffer.
            NoLetters       | there is no buffer for dead letters         | Name it with 'dead-letter'
            TwoPolicies     | a failure leads to something else           | use the policy dead-letter
            Static          | it is static                                | Remove 'static'.
            NoParameter     | it has 0 parameters                         | Use one parameter
            TwoParameters   | it has 2 parameters                         | Use one parameter
            BatchOfOne      | attribute 'batch' with the value '5'        | let the method take a List
            LingerOfOne     | attribute 'linger' with the value '5ms'     | let the method take a List
            SplitOfOne      | attribute 'split' with the value 'none'     | let the method take a List
            OrderOfBatch    | attribute 'orderedBy' with the value 'number' | let the method take a single element
            NoOrder         | attribute 'inFlight' with the value '5'     | set the order as well
            NoProperty      | has no property 'numbr', and no Function    | Use a property of the elements
            NoNestedProperty | has no property 'x', and no Function       | Use a property of the elements
            BadNumber       | 'concurrency' with the value 'many' of @BufferListener | Use an integer, 1 or more.
            BadTime         | 'stopTimeout' with the value 'soon' of @BufferListener | Use a duration
            BadPolicy       | 'onFailure' with the value 'panic' of @BufferListener  | dead-letter, discard, stop
            BadRetries      | 'retry.maxRetries' with the value '-1' of @BufferListener | 0 for a single try
            BadPlaceholder  | 'concurrency' with the value '${shop.missing}' | Set the property of the placeholder
            Overloaded      | its id is 'bean-handle', and the method     | Set the attribute id
            """)
    void namesTheMethodTheMistakeAndACure(String bean, String description, String action) throws Exception {
        assertRefused(
                runner.withBean("bean", Class.forName(getClass().getName() + "$" + bean)),
                description,
                action,
                getClass().getName() + "$" + bean + ".handle");
    }

    static class NoName {
        @BufferListener
        void handle(Order order) {}
    }

    static class UnknownBuffer {
        @BufferListener("odrers")
        void handle(Order order) {}
    }

    static class UnknownTarget {
        @BufferListener(buffer = "orders", sendTo = "rwos")
        String handle(Order order) {
            return "";
        }
    }

    static class UnknownLetters {
        @BufferListener(buffer = "orders", deadLetter = "x")
        void handle(Order order) {}
    }

    static class WrongType {
        @BufferListener("orders")
        void handle(String order) {}
    }

    static class WrongListType {
        @BufferListener("orders")
        void handle(List<String> orders) {}
    }

    static class WrongEnvelope {
        @BufferListener("orders")
        void handle(Envelope<String> order) {}
    }

    static class WrongArray {
        @BufferListener("orders")
        void handle(String[] orders) {}
    }

    static class WrongResult {
        @BufferListener(buffer = "orders", sendTo = "rows")
        Integer handle(Order order) {
            return 1;
        }
    }

    static class WrongLater {
        @BufferListener(buffer = "orders", sendTo = "rows")
        CompletionStage<Integer> handle(Order order) {
            throw new AssertionError();
        }
    }

    static class WrongSeveral {
        @BufferListener(buffer = "orders", sendTo = "rows")
        List<Integer> handle(Order order) {
            return List.of();
        }
    }

    static class NoResult {
        @BufferListener(buffer = "orders", sendTo = "any")
        void handle(Order order) {}
    }

    static class NoLaterResult {
        @BufferListener(buffer = "orders", sendTo = "any")
        CompletionStage<Void> handle(Order order) {
            throw new AssertionError();
        }
    }

    static class WrongLetters {
        @BufferListener(buffer = "orders", deadLetter = "rows")
        void handle(Order order) {}
    }

    static class OtherLetters {
        @BufferListener(buffer = "orders", deadLetter = "failed")
        void handle(Order order) {}
    }

    static class OwnLetters {
        @BufferListener(buffer = "any", deadLetter = "any")
        void handle(Object order) {}
    }

    static class NoLetters {
        @BufferListener(buffer = "orders", onFailure = "dead-letter")
        void handle(Order order) {}
    }

    static class TwoPolicies {
        @BufferListener(buffer = "orders", onFailure = "stop", deadLetter = "any")
        void handle(Order order) {}
    }

    static class Static {
        @BufferListener("orders")
        static void handle(Order order) {}
    }

    static class NoParameter {
        @BufferListener("orders")
        void handle() {}
    }

    static class TwoParameters {
        @BufferListener("orders")
        void handle(Order order, String other) {}
    }

    static class BatchOfOne {
        @BufferListener(buffer = "orders", batch = "5")
        void handle(Order order) {}
    }

    static class LingerOfOne {
        @BufferListener(buffer = "orders", linger = "5ms")
        void handle(Order order) {}
    }

    static class SplitOfOne {
        @BufferListener(buffer = "orders", split = "none")
        void handle(Order order) {}
    }

    static class OrderOfBatch {
        @BufferListener(buffer = "orders", orderedBy = "number")
        void handle(List<Order> orders) {}
    }

    static class NoOrder {
        @BufferListener(buffer = "orders", inFlight = "5")
        void handle(Order order) {}
    }

    static class NoProperty {
        @BufferListener(buffer = "orders", orderedBy = "numbr")
        void handle(Object order) {}
    }

    static class NoNestedProperty {
        @BufferListener(buffer = "orders", orderedBy = "number.x")
        void handle(Order order) {}
    }

    static class BadNumber {
        @BufferListener(buffer = "orders", concurrency = "many")
        void handle(Order order) {}
    }

    static class BadTime {
        @BufferListener(buffer = "orders", stopTimeout = "soon")
        void handle(Order order) {}
    }

    static class BadPolicy {
        @BufferListener(buffer = "orders", onFailure = "panic")
        void handle(Order order) {}
    }

    static class BadRetries {
        @BufferListener(buffer = "orders", retry = @Retry(maxRetries = "-1"))
        void handle(Order order) {}
    }

    static class BadPlaceholder {
        @BufferListener(buffer = "orders", concurrency = "${shop.missing}")
        void handle(Order order) {}
    }

    static class Overloaded {
        @BufferListener("orders")
        void handle(Order order) {}

        @BufferListener("orders")
        void handle(List<Order> orders) {}
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            listeners.bean-handle.send-to | nowhere | no buffer is named 'nowhere' | Use one of: any, failed, orders
            listeners.bean-handle.send-to | any | the method has no result | Remove it
            listeners.bean-handle.dead-letter | nowhere | no buffer is named 'nowhere' | Use one of: any, failed
            listeners.bean-handle.dead-letter | rows | the buffer 'rows' is of java.lang.String | element-type
            listeners.bean-handle.batch | 5 | it does not apply to a method that takes single elements | a List
            listeners.bean-handle.linger | 5ms | it does not apply to a method that takes single elements | a List
            listeners.bean-handle.split | none | it does not apply to a method that takes single elements | a List
            listeners.bean-handle.in-flight | 5 | it does not apply without an order by key | set the order as well
            listeners.bean-handle.ordered-by | x | has no property 'x' | Use a property
            listeners.bean-handle.on-failure | dead-letter | there is no buffer for dead letters | Name it
            listeners.beanHandle.batch | 5 | it does not apply to a method that takes single elements | a List
            instances.orders.listener.send-to | nowhere | no buffer is named 'nowhere' | Use one of: any, failed
            instances.orders.listener.dead-letter | rows | the buffer 'rows' is of java.lang.String | element-type
            defaults.listener.dead-letter | rows | the buffer 'rows' is of java.lang.String | element-type
            defaults.listener.ordered-by | x | has no property 'x' | Use a property
            """)
    void namesTheKeyThatSetsAnOptionThatDoesNotFit(String key, String value, String description, String action) {
        assertRefused(
                runner.withBean("bean", Plain.class).withPropertyValues("buffers." + key + "=" + value),
                description,
                action,
                "The property 'buffers." + key + "' with the value '" + value + "'");
    }

    static class Plain {
        @BufferListener("orders")
        void handle(Order order) {}
    }

    /* Not refused: a slice of a test lacks some of the listeners. */
    @Test
    void anIdThatNoListenerHasIsLoggedWithTheKnownIds(CapturedOutput output) {
        runner.withBean("bean", Plain.class)
                .withPropertyValues("buffers.listeners.stroe.concurrency=5")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output)
                            .contains("Ids under 'buffers.listeners' that no method with @BufferListener has: stroe."
                                    + " Those that there are: bean-handle");
                });
    }

    @Test
    void idsThatDifferOnlyInPunctuationAreOne() {
        assertRefused(
                runner.withBean("bean", Plain.class).withBean("beanHandle", SameId.class),
                "its id is 'beanHandle', and the method " + Plain.class.getName() + ".handle has the id 'bean-handle'",
                "Set the attribute id",
                SameId.class.getName());
    }

    static class SameId {
        @BufferListener(buffer = "orders", id = "beanHandle")
        void handle(Order order) {}
    }

    @Test
    void aBeanThatIsNoSingletonIsRefused() {
        assertRefused(
                runner.withBean(
                        "bean",
                        Plain.class,
                        Plain::new,
                        definition -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE)),
                "the bean 'bean' is not a singleton",
                "Use a bean that is a singleton.",
                Plain.class.getName());
    }

    @Test
    void aBeanWithAScopedProxyIsRefused() {
        assertRefused(
                runner.withUserConfiguration(Scoped.class),
                "the bean 'plain' is not a singleton",
                "Use a bean that is a singleton.",
                Plain.class.getName());
    }

    static class Scoped {

        @Bean
        @Scope(scopeName = BeanDefinition.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
        Plain plain() {
            return new Plain();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PrivateOfProxy, true, it is private, Remove 'private'.",
        "FinalOfProxy, true, it is final, Remove 'final'.",
        "NotOfInterface, false, is a proxy of its interfaces, spring.aop.proxy-target-class=true"
    })
    void aMethodThatTheProxyCannotCallIsRefused(String bean, boolean ofClass, String description, String action)
            throws Exception {
        NameMatchMethodPointcutAdvisor advisor =
                new NameMatchMethodPointcutAdvisor((MethodInterceptor) invocation -> invocation.proceed());
        advisor.setMappedNames("advised", "apply");
        assertRefused(
                runner.withBean("bean", Class.forName(getClass().getName() + "$" + bean))
                        .withBean(NameMatchMethodPointcutAdvisor.class, () -> advisor)
                        .withBean(DefaultAdvisorAutoProxyCreator.class, () -> {
                            DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
                            creator.setProxyTargetClass(ofClass);
                            return creator;
                        }),
                description,
                action,
                bean + ".handle");
    }

    static class PrivateOfProxy {
        void advised() {}

        @BufferListener("orders")
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
        private void handle(Order order) {}
    }

    static class FinalOfProxy {
        void advised() {}

        @BufferListener("orders")
        final void handle(Order order) {}
    }

    static class NotOfInterface implements Function<String, String> {
        @Override
        public String apply(String text) {
            return text;
        }

        @BufferListener("orders")
        public void handle(Order order) {}
    }

    @EnabledForJreRange(max = JRE.JAVA_20)
    @ParameterizedTest
    @CsvSource({
        "buffers.listeners.bean-handle.threads",
        "buffers.instances.orders.listener.threads",
        "buffers.defaults.listener.threads"
    })
    void virtualThreadsNeedANewerJdk(String key) {
        assertRefused(
                runner.withBean("bean", Plain.class).withPropertyValues(key + "=virtual"),
                "has no virtual threads",
                "JDK 21 or newer",
                "'" + key + "'");
    }

    @Test
    void noListenerStartsIfOneIsInvalid() throws Exception {
        BlockBuffer<Order> orders = new BlockBuffer<>(5);
        orders.add(new Order(1));
        runner.withBean("orders", Buffer.class, () -> orders)
                .withBean("bean", Plain.class)
                .withBean("wrong", NoOrder.class)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(orders.stats().read()).isZero();
                });
    }

    @Test
    void aBufferThatWasRegisteredAtRunTimeMayBeNamed() {
        runner.withBean(AtRunTime.class).withBean("bean", OfRunTime.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(Objects.requireNonNull(
                                    context.getBean(BufferListeners.class).get("bean-handle"))
                            .state())
                    .isNotEqualTo(ListenerState.FAILED);
        });
    }

    static class AtRunTime {
        AtRunTime(BufferRegistry registry) {
            registry.register(new BufferEntry("late", new BlockBuffer<>(5)));
        }
    }

    static class OfRunTime {
        @BufferListener("late")
        void handle(String text) {}
    }

    private static void assertRefused(
            ApplicationContextRunner runner, String description, String action, String where) {
        runner.run(context -> {
            FailureAnalysis analysis = BufferConfigurationFailureTest.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains(description).contains(where);
            assertThat(analysis.getAction()).contains(action);
        });
    }
}
