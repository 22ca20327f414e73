package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListenerEvent;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.DeadLetter;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerObserverFactory;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import io.github.buffer4j.spring.listener.OnFailure;
import io.github.buffer4j.spring.listener.Retry;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.core.OverridingClassLoader;
import org.springframework.core.annotation.AliasFor;

/** Methods with the annotation are called for the elements of their buffer. */
@Timeout(120)
class BufferListenerTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withPropertyValues(
                    "buffers.instances.orders.element-type=" + Order.class.getName(),
                    "buffers.instances.rows.element-type=java.lang.String");

    record Customer(String id) {}

    record Order(int number, @Nullable Customer customer) {

        Order(int number) {
            this(number, null);
        }
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OfElements.class,
                OfEnvelopes.class,
                OfLists.class,
                OfEnvelopeLists.class,
                OfArrays.class,
                OfEnvelopeArrays.class,
                OfSubclass.class,
                OfPrivate.class
            })
    void aMethodIsCalledWithWhatItsParameterAsksFor(Class<? extends Desk> type) {
        runner.withBean("desk", type).run(context -> {
            Buffer<Order> orders = orders(context);
            orders.write(new Order[] {new Order(1), new Order(2), new Order(3)});
            Desk desk = context.getBean(Desk.class);
            for (int number = 1; number <= 3; number++) {
                assertThat(desk.next()).isEqualTo(new Order(number));
            }
            assertThat(listeners(context).ids()).containsExactly("desk-handle");
        });
    }

    static class Desk {

        final BlockingQueue<Object> handled = new LinkedBlockingQueue<>();

        @Nullable
        Object next() throws InterruptedException {
            return handled.poll(30, TimeUnit.SECONDS);
        }
    }

    static class OfElements extends Desk {

        @BufferListener("orders")
        void handle(Order order) {
            handled.add(order);
        }
    }

    static class OfEnvelopes extends Desk {

        @BufferListener("orders")
        void handle(Envelope<Order> order) {
            handled.add(order.element());
        }
    }

    static class OfLists extends Desk {

        @BufferListener("orders")
        void handle(List<Order> orders) {
            handled.addAll(orders);
        }
    }

    static class OfEnvelopeLists extends Desk {

        @BufferListener("orders")
        void handle(List<Envelope<Order>> orders) {
            orders.forEach(order -> handled.add(order.element()));
        }
    }

    static class OfArrays extends Desk {

        @BufferListener("orders")
        void handle(Order[] orders) {
            handled.addAll(List.of(orders));
        }
    }

    static class OfEnvelopeArrays extends Desk {

        @BufferListener("orders")
        void handle(Envelope<Order>[] orders) {
            List.of(orders).forEach(order -> handled.add(order.element()));
        }
    }

    abstract static class Generic<T> extends Desk {

        @BufferListener("orders")
        public void handle(T order) {
            handled.add(Objects.requireNonNull(order));
        }
    }

    static class OfSubclass extends Generic<Order> {}

    static class OfPrivate extends Desk {

        @BufferListener("orders")
        @SuppressWarnings("UnusedMethod")
        private void handle(Order order) {
            handled.add(order);
        }
    }

    @Test
    void aListIsNoBatchWhereTheBufferIsOfLists() {
        runner.withBean(Lists.class)
                .withPropertyValues("buffers.instances.lists.element-type=java.util.List<java.lang.String>")
                .run(context -> {
                    assertThat(spec(context, "lists").batch()).isOne();
                    Buffer<List<String>> lists = buffer(context, "lists");
                    lists.add(List.of("a", "b"));
                    assertThat(context.getBean(Lists.class).next()).isEqualTo(List.of("a", "b"));
                });
    }

    static class Lists extends Desk {

        @BufferListener(buffer = "lists", id = "lists")
        void handle(List<String> strings) {
            handled.add(strings);
        }
    }

    @Test
    void aPrimitiveArrayIsAnElement() {
        runner.withBean(Bytes.class)
                .withPropertyValues("buffers.instances.bytes.element-type=byte[]")
                .run(context -> {
                    Buffer<byte[]> bytes = buffer(context, "bytes");
                    bytes.add(new byte[] {1, 2});
                    assertThat(context.getBean(Bytes.class).next()).isEqualTo("[1, 2]");
                });
    }

    static class Bytes extends Desk {

        @BufferListener("bytes")
        void handle(byte[] bytes) {
            handled.add(Arrays.toString(bytes));
        }
    }

    @Test
    void resultsGoToTheOtherBuffer() {
        runner.withBean(Transformer.class)
                .withPropertyValues("buffers.instances.copies.element-type=" + Order.class.getName())
                .run(context -> {
                    orders(context).write(new Order[] {new Order(1), new Order(2)});
                    Buffer<String> rows = buffer(context, "rows");
                    List<@Nullable String> results = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        results.add(rows.next());
                    }
                    assertThat(results).containsExactlyInAnyOrder("1", "copy of 1", "2", "copy of 2");
                });
    }

    static class Transformer {

        @BufferListener(buffer = "orders", sendTo = "copies")
        Order[] copy(Order order) {
            return new Order[] {order};
        }

        @BufferListener(buffer = "copies", sendTo = "rows", concurrency = "2")
        CompletionStage<List<String>> toRows(Order order) {
            return CompletableFuture.completedFuture(List.of(order.number() + "", "copy of " + order.number()));
        }
    }

    @Test
    void theAdviceOfTheBeanApplies() {
        AtomicInteger calls = new AtomicInteger();
        NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor((MethodInterceptor) invocation -> {
            calls.incrementAndGet();
            return invocation.proceed();
        });
        advisor.addMethodName("handle");
        runner.withBean("desk", OfElements.class)
                .withBean(NameMatchMethodPointcutAdvisor.class, () -> advisor)
                .withBean(DefaultAdvisorAutoProxyCreator.class, () -> {
                    DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
                    creator.setProxyTargetClass(true);
                    return creator;
                })
                .run(context -> {
                    Desk desk = context.getBean(Desk.class);
                    assertThat(AopUtils.isCglibProxy(desk)).isTrue();
                    orders(context).add(new Order(1));
                    await("the call").untilAtomic(calls, equalTo(1));
                });
    }

    @Test
    void aProxyOfAnInterfaceWithTheMethodIsCalled() {
        AtomicInteger calls = new AtomicInteger();
        NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor((MethodInterceptor) invocation -> {
            calls.incrementAndGet();
            return invocation.proceed();
        });
        advisor.addMethodName("handle");
        runner.withBean("desk", Exposed.class)
                .withBean(NameMatchMethodPointcutAdvisor.class, () -> advisor)
                .withBean(DefaultAdvisorAutoProxyCreator.class)
                .run(context -> {
                    assertThat(AopUtils.isJdkDynamicProxy(context.getBean("desk")))
                            .isTrue();
                    orders(context).add(new Order(1));
                    await("the call").untilAtomic(calls, equalTo(1));
                });
    }

    interface Handler {
        void handle(Order order);
    }

    static class Exposed implements Handler {

        @Override
        @BufferListener("orders")
        public void handle(Order order) {}
    }

    @Test
    void anAnnotationOfAnInterfaceOrAComposedOneCounts() {
        runner.withBean("plain", Plain.class)
                .withBean("composed", Composed.class)
                .run(context -> {
                    assertThat(listeners(context).ids()).containsExactly("composed-handle", "plain-handle");
                    assertThat(spec(context, "composed-handle").concurrency()).isEqualTo(3);
                    assertThat(spec(context, "composed-handle").onFailure()).isEqualTo(OnFailure.STOP);
                });
    }

    interface Annotated {

        @BufferListener("orders")
        void handle(Order order);
    }

    static class Plain implements Annotated {

        @Override
        public void handle(Order order) {}
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @BufferListener(buffer = "orders", onFailure = "stop")
    @interface OrderListener {

        @AliasFor(annotation = BufferListener.class, attribute = "concurrency")
        String threads();
    }

    static class Composed {

        @OrderListener(threads = "3")
        void handle(Order order) {}
    }

    @Test
    void anExceptionReachesTheRetriesAsTheMethodHasThrownIt() {
        runner.withBean(Failing.class)
                .withPropertyValues("buffers.instances.failed.element-type=" + DeadLetter.class.getName() + "<"
                        + Order.class.getName() + ">")
                .run(context -> {
                    orders(context).add(new Order(1));
                    Buffer<DeadLetter<Order>> failed = buffer(context, "failed");
                    DeadLetter<Order> letter = Objects.requireNonNull(failed.next());
                    assertThat(letter.element()).isEqualTo(new Order(1));
                    assertThat(letter.exception())
                            .isInstanceOf(IOException.class)
                            .hasMessage("no paper");
                    assertThat(letter.attempts()).isEqualTo(3);
                    assertThat(letter.listener()).isEqualTo("failing");
                });
    }

    static class Failing {

        @BufferListener(
                buffer = "orders",
                id = "failing",
                deadLetter = "failed",
                retry =
                        @Retry(
                                maxRetries = "${tries:2}",
                                delay = "1ms",
                                exceptionIncludes = IOException.class,
                                exceptionExcludes = {}))
        void handle(Order order) throws IOException {
            throw new IOException("no paper");
        }
    }

    @Test
    void elementsOfOneKeyAreHandledInOrder() {
        runner.withBean(Ordered.class).withBean("remainder", Remainder.class).run(context -> {
            Object twice = key(context, "by-property").apply(new Order(1, new Customer("x")));
            assertThat(twice).isEqualTo("x");
            assertThat(key(context, "by-property").apply(new Order(1))).isNull();
            assertThat(key(context, "by-function").apply(new Order(7))).isEqualTo(1);
            assertThat(spec(context, "by-property").inFlight()).isEqualTo(64);
            assertThat(spec(context, "by-function").inFlight()).isEqualTo(5);
        });
    }

    private static Function<Object, @Nullable Object> key(AssertableApplicationContext context, String id) {
        return Objects.requireNonNull(spec(context, id).orderedBy());
    }

    static class Remainder implements Function<Order, Integer> {

        @Override
        public Integer apply(Order order) {
            return order.number() % 3;
        }
    }

    static class Ordered {

        @BufferListener(buffer = "orders", id = "by-property", orderedBy = "customer.id", concurrency = "4")
        void byProperty(Order order) {}

        @BufferListener(buffer = "orders", id = "by-function", orderedBy = "remainder", inFlight = "5")
        void byFunction(Envelope<Order> order) {}
    }

    @Test
    void aListenerOfALazyBeanIsCalled() {
        runner.withBean("desk", OfElements.class)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    orders(context).add(new Order(1));
                    assertThat(context.getBean(Desk.class).next()).isEqualTo(new Order(1));
                });
    }

    @Test
    void aBufferMayBeNamedByAnAliasOrAPlaceholder() {
        runner.withBean(Aliased.class)
                .withPropertyValues("buffers.instances.order-events.capacity=5", "shop.buffer=order-events")
                .run(context -> {
                    assertThat(spec(context, "alias").buffer()).isEqualTo("order-events");
                    assertThat(spec(context, "placeholder").buffer()).isEqualTo("order-events");
                });
    }

    static class Aliased {

        @BufferListener(buffer = "orderEvents", id = "alias")
        void alias(Order order) {}

        @BufferListener(buffer = "${shop.buffer}", id = "${shop.id:placeholder}")
        void placeholder(Order order) {}
    }

    @Test
    void changesOfTheStateAreEvents() {
        List<String> events = new CopyOnWriteArrayList<>();
        runner.withBean("desk", OfElements.class)
                .withBean(Journal.class, () -> new Journal(events))
                .run(context -> {
                    BufferListenerContainer container = container(context, "desk-handle");
                    await("the start").until(() -> container.state() == ListenerState.RUNNING);
                    container.pause();
                    await("the pause").until(() -> container.state() == ListenerState.PAUSED);
                    container.resume();
                    context.close();
                });
        assertThat(events)
                .containsSubsequence(
                        "desk-handle RUNNING",
                        "desk-handle PAUSING",
                        "desk-handle PAUSED",
                        "desk-handle RUNNING",
                        "desk-handle STOPPED");
    }

    static final class Journal implements ApplicationListener<BufferListenerEvent> {

        private final List<String> events;

        Journal(List<String> events) {
            this.events = events;
        }

        @Override
        public void onApplicationEvent(BufferListenerEvent event) {
            events.add(event.container().spec().id() + " " + event.state());
        }
    }

    @Test
    void aBeanCreatesTheObservers() {
        List<Object> observed = new CopyOnWriteArrayList<>();
        runner.withBean("desk", OfElements.class)
                .withBean(ListenerObserverFactory.class, () -> spec -> new Observer(observed))
                .run(context -> {
                    orders(context).add(new Order(1));
                    assertThat(context.getBean(Desk.class).next()).isEqualTo(new Order(1));
                    assertThat(observed).containsExactly(new Order(1));
                });
    }

    private record Observer(List<Object> observed) implements ListenerObserver {

        @Override
        public @Nullable Object call(List<?> items, Callable<@Nullable Object> call) throws Exception {
            observed.addAll(items);
            return call.call();
        }

        @Override
        public void retried() {}

        @Override
        public void failed(Outcome outcome, int elements) {}
    }

    @Test
    void nothingIsCalledIfBuffersAreDisabled() {
        runner.withBean("desk", OfElements.class)
                .withPropertyValues("buffers.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BufferListeners.class));
    }

    @Test
    void severalMethodsOfSeveralBeansAreFound() {
        List<String> ids = new ArrayList<>();
        runner.withBean("first", OfElements.class)
                .withBean("second", OfLists.class)
                .withBean(Ordered.class)
                .withBean("remainder", Remainder.class)
                .run(context -> ids.addAll(listeners(context).ids()));
        assertThat(ids).containsExactly("by-function", "by-property", "first-handle", "second-handle");
    }

    @Test
    void aClassWithAMethodWhoseTypesAreMissingDoesNotStopTheStart() throws Exception {
        Class<?> withMissing = new WithoutMissing().loadClass(WithMissing.class.getName());
        assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(withMissing::getDeclaredMethods);
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerBeanDefinition("other", new RootBeanDefinition(withMissing));
        beans.registerBeanDefinition("desk", new RootBeanDefinition(OfElements.class));
        assertThat(new ListenerFinder(beans).find())
                .extracting(ListenerTarget::beanName)
                .containsExactly("desk");
    }

    static class Missing {}

    static class WithMissing {

        void use(Missing missing) {}
    }

    private static final class WithoutMissing extends OverridingClassLoader {

        WithoutMissing() {
            super(BufferListenerTest.class.getClassLoader());
        }

        @Override
        protected boolean isEligibleForOverriding(String className) {
            return className.equals(WithMissing.class.getName());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    private static Buffer<Order> orders(AssertableApplicationContext context) {
        return buffer(context, "orders");
    }

    @SuppressWarnings("unchecked")
    private static <E> Buffer<E> buffer(AssertableApplicationContext context, String name) {
        return (Buffer<E>) context.getBean(name, Buffer.class);
    }

    private static BufferListeners listeners(AssertableApplicationContext context) {
        return context.getBean(BufferListeners.class);
    }

    private static BufferListenerContainer container(AssertableApplicationContext context, String id) {
        return Objects.requireNonNull(listeners(context).get(id), id);
    }

    private static ListenerSpec spec(AssertableApplicationContext context, String id) {
        return container(context, id).spec();
    }
}
