package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.RingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

@ExtendWith(OutputCaptureExtension.class)
class BufferPostProcessorTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withPropertyValues("buffers.defaults.drain-timeout=0s");

    @Test
    void registersTheSingletonBuffersThatExist() {
        runner.withUserConfiguration(UserBuffers.class).run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            assertThat(context.getBean("prototype", Buffer.class).size()).isZero();
            assertThat(registry.names()).containsExactly("first", "second");
            assertThat(registry.get("first").buffer()).isSameAs(context.getBean("first"));
        });
    }

    @Test
    void registersALazyBufferWhenItIsCreated() {
        runner.withUserConfiguration(UserBuffers.class).run(context -> {
            Object lazy = context.getBean("lazy");
            assertThat(context.getBean(BufferRegistry.class).get("lazy").buffer())
                    .isSameAs(lazy);
        });
    }

    @Test
    void unregistersABufferThatIsDestroyed() {
        runner.withUserConfiguration(UserBuffers.class).run(context -> {
            context.getBeanFactory().destroyBean("first", context.getBean("first"));
            assertThat(context.getBean(BufferRegistry.class).names()).containsExactly("second");
        });
    }

    @Test
    void registersASingletonThatSpringDidNotCreate() {
        Buffer<String> made = new BlockBuffer<>(1);
        runner.withInitializer(context -> context.getBeanFactory().registerSingleton("made", made))
                .run(context -> {
                    BufferEntry entry = context.getBean(BufferRegistry.class).get("made");
                    assertThat(entry.buffer()).isSameAs(made);
                    assertThat(entry.elementType()).isNull();
                });
    }

    @Test
    void registersABufferOfTwoBeanNamesOnce() {
        runner.withUserConfiguration(TwoNames.class).run(context -> {
            assertThat(context.getBean("writer")).isSameAs(context.getBean("orders"));
            assertThat(context.getBean(BufferRegistry.class).entries()).hasSize(1);
        });
    }

    @Test
    void elementTypeComesFromTheBeanDefinition() {
        runner.withUserConfiguration(UserBuffers.class).run(context -> {
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            assertThat(registry.get("first").elementType()).isEqualTo("java.lang.String");
            assertThat(registry.get("second").elementType()).isNull();
        });
    }

    @Test
    void tagsComeFromTheConfiguration() {
        runner.withUserConfiguration(UserBuffers.class)
                .withPropertyValues(
                        "buffers.defaults.tags.team=core",
                        "buffers.instances.orders.tags.team=checkout",
                        "buffers.instances.orders.tags.floor=3",
                        "buffers.instances.first.tags.team=users")
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    assertThat(registry.tagKeys()).containsExactly("floor", "team");
                    assertThat(registry.get("orders").tags()).isEqualTo(Map.of("team", "checkout", "floor", "3"));
                    assertThat(registry.get("first").tags()).isEqualTo(Map.of("team", "users"));
                    assertThat(registry.get("second").tags()).isEqualTo(Map.of("team", "core"));
                });
    }

    @Test
    void leavesNullAndTheProductsOfFactoriesAlone() {
        runner.withUserConfiguration(NullAndFactory.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(BufferRegistry.class).names()).isEmpty();
            assertThat(context.getBean("product")).isInstanceOf(BlockBuffer.class);
            assertThat(context.getBean(BufferRegistry.class).names()).containsExactly("product");
        });
    }

    @Test
    void leavesTheProxyOfAScopeAlone() {
        runner.withInitializer(context -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
                .withUserConfiguration(Scoped.class)
                .run(context -> {
                    assertThat(context.getBean("scoped", Buffer.class).size()).isZero();
                    assertThat(context.getBean(BufferRegistry.class).names()).isEmpty();
                });
    }

    @Test
    void causesNoWarning(CapturedOutput output) {
        runner.withUserConfiguration(UserBuffers.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output).doesNotContain("WARN").doesNotContain("not eligible");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class UserBuffers {

        @Bean
        RingBuffer<?> second() {
            return new RingBuffer<>(1);
        }

        @Bean
        Buffer<String> first() {
            return new BlockBuffer<>(1);
        }

        @Bean
        @Lazy
        Buffer<String> lazy() {
            return new BlockBuffer<>(1);
        }

        @Bean
        @Scope("prototype")
        Buffer<String> prototype() {
            return new BlockBuffer<>(1);
        }

        @Bean
        List<Buffer<String>> notABuffer() {
            return List.of(new BlockBuffer<>(1));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoNames {

        @Bean
        Buffer<String> orders() {
            return new BlockBuffer<>(1);
        }

        @Bean
        BufferWriter<String> writer(Buffer<String> orders) {
            return orders;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class NullAndFactory {

        @Bean
        @Nullable
        Buffer<String> none() {
            return null;
        }

        @Bean
        FactoryBean<Buffer<String>> product() {
            return new FactoryBean<>() {
                @Override
                public Buffer<String> getObject() {
                    return new BlockBuffer<>(1);
                }

                @Override
                public Class<?> getObjectType() {
                    return Buffer.class;
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {

        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.INTERFACES)
        Buffer<String> scoped() {
            return new BlockBuffer<>(1);
        }
    }
}
