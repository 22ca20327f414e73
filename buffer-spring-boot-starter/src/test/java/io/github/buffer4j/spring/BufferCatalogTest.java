package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.RingBuffer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;

class BufferCatalogTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(UserBuffers.class);

    @Test
    void entriesAreTheSingletonBuffersSortedByName() {
        runner.run(context -> assertThat(new BufferCatalog(context.getBeanFactory()).entries())
                .extracting(BufferEntry::name)
                .containsExactly("first", "lazy", "second"));
    }

    @Test
    void existingEntriesLeaveLazyBuffersAlone() {
        runner.run(context -> {
            assertThat(new BufferCatalog(context.getBeanFactory()).existingEntries())
                    .extracting(BufferEntry::name)
                    .containsExactly("first", "second");
            assertThat(context.getBeanFactory().containsSingleton("lazy")).isFalse();
        });
    }

    @Test
    void elementTypeComesFromTheBeanDefinition() {
        runner.run(context -> {
            BufferCatalog catalog = new BufferCatalog(context.getBeanFactory());
            assertThat(catalog.find("first")).extracting("elementType").isEqualTo("java.lang.String");
            assertThat(catalog.find("second")).extracting("elementType").isNull();
        });
    }

    @Test
    void elementTypeOfARegisteredSingletonIsUnknown() {
        runner.run(context -> {
            context.getBeanFactory().registerSingleton("third", new BlockBuffer<String>(1));
            assertThat(new BufferCatalog(context.getBeanFactory()).find("third"))
                    .extracting("elementType")
                    .isNull();
        });
    }

    @Test
    void findKnowsBuffersOnly() {
        runner.run(context -> {
            BufferCatalog catalog = new BufferCatalog(context.getBeanFactory());
            assertThat(catalog.find("unknown")).isNull();
            assertThat(catalog.find("notABuffer")).isNull();
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
        String notABuffer() {
            return "";
        }
    }
}
