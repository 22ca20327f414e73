package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;

/** Buffers that are created from templates while their application context stops, or after it has stopped. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class BufferTemplatesEndTest {

    private final AtomicReference<@Nullable Buffer<String>> created = new AtomicReference<>();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withPropertyValues(
                    "buffers.templates.orders.drain-timeout=0s",
                    "buffers.templates.replies.ends=early",
                    "buffers.templates.replies.drain-timeout=0s");

    @Test
    void aCreatedBufferEndsWithTheOthers(CapturedOutput output) {
        runner.run(context -> {
            Buffer<String> orders = context.getBean(BufferRegistry.class).create("orders-1", "orders");
            Buffer<String> replies = context.getBean(BufferRegistry.class).create("replies-1", "replies");
            orders.add("a");
            context.close();
            assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
            assertThat(replies.state()).isEqualTo(BufferState.DRAINED);
            assertThat(output).containsOnlyOnce("Buffer 'orders-1' was closed with 1 elements left unread");
        });
    }

    @Test
    void aBufferThatIsCreatedWhileTheContextStopsEndsWithTheOthers(CapturedOutput output) {
        runner.withBean(
                        Stopping.class,
                        () -> new Stopping(BufferLifecycle.PHASE + 10, registry -> {
                            Buffer<String> orders = registry.create("orders-1", "orders");
                            assertThat(orders.offer("a")).isTrue();
                            created.set(orders);
                        }))
                .run(context -> context.getBean(Stopping.class).registry = context.getBean(BufferRegistry.class));
        assertThat(created.get()).isNotNull().extracting(Buffer::state).isEqualTo(BufferState.CLOSED);
        assertThat(output).containsOnlyOnce("Buffer 'orders-1' was closed with 1 elements left unread");
    }

    @Test
    void aBufferThatEndsEarlyIsNotCreatedOnceTheContextStops() {
        AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
        runner.withBean(
                        Stopping.class,
                        () -> new Stopping(BufferLifecycle.PHASE + 10, registry -> {
                            try {
                                created.set(registry.create("replies-1", "replies"));
                            } catch (IllegalStateException e) {
                                refused.set(e);
                            }
                        }))
                .run(context -> context.getBean(Stopping.class).registry = context.getBean(BufferRegistry.class));
        assertThat(created.get()).isNull();
        assertThat(refused.get()).hasMessageContaining("'replies-1'").hasMessageContaining("stops");
    }

    @Test
    void noBufferIsCreatedOnceTheOthersHaveEnded() {
        runner.run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            context.stop();
            assertThatIllegalStateException()
                    .isThrownBy(() -> registry.create("orders-1", "orders"))
                    .withMessageContaining("'orders-1'")
                    .withMessageContaining("has stopped");
            assertThat(registry.names()).isEmpty();
            context.start();
            Buffer<String> orders = registry.create("orders-1", "orders");
            assertThat(orders.state()).isEqualTo(BufferState.OPEN);
            context.close();
            assertThat(orders.state()).isEqualTo(BufferState.DRAINED);
            assertThatIllegalStateException().isThrownBy(() -> registry.create("orders-2", "orders"));
        });
    }

    @Test
    void aFailedStartClosesWhatItHasCreatedAndCreatesNoMore(CapturedOutput output) {
        Creator creator = new Creator();
        runner.withBean("creator", Creator.class, () -> creator)
                .withBean("last", FailingBean.class)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context.getStartupFailure()).hasRootCauseMessage("This bean fails");
                });
        assertThat(output)
                .containsOnlyOnce("Buffer 'orders-1' was closed with 1 elements left unread")
                .containsOnlyOnce("Buffer 'orders-2' was closed with 1 elements left unread");
        assertThatIllegalStateException()
                .isThrownBy(() -> creator.registry.create("orders-3", "orders"))
                .withMessageContaining("'orders-3'");
    }

    /** Creates buffers when it is created and when it is destroyed. */
    static final class Creator implements BeanFactoryAware, InitializingBean, DisposableBean {

        @SuppressWarnings("NullAway.Init")
        BufferRegistry registry;

        @Override
        public void setBeanFactory(BeanFactory beanFactory) {
            registry = beanFactory.getBean(BufferRegistry.class);
        }

        @Override
        public void afterPropertiesSet() {
            registry.create("orders-1", "orders").offer("a");
        }

        @Override
        public void destroy() {
            registry.create("orders-2", "orders").offer("b");
        }
    }

    static final class FailingBean implements InitializingBean {

        @Override
        public void afterPropertiesSet() {
            throw new IllegalStateException("This bean fails");
        }
    }

    static final class Stopping implements SmartLifecycle {

        private final int phase;
        private final Consumer<BufferRegistry> action;
        private volatile boolean running;

        @SuppressWarnings("NullAway.Init")
        volatile BufferRegistry registry;

        Stopping(int phase, Consumer<BufferRegistry> action) {
            this.phase = phase;
            this.action = action;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            action.accept(registry);
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return phase;
        }
    }
}
