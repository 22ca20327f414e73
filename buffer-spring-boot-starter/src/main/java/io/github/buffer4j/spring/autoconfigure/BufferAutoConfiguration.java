package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferMonitorLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.EarlyBufferLifecycle;
import io.github.buffer4j.spring.event.BufferChanges;
import io.github.buffer4j.spring.event.BufferEvents;
import io.github.buffer4j.spring.event.ListenerEvents;
import io.github.buffer4j.spring.listener.BufferListenerEvent;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.LateListenerLifecycle;
import io.github.buffer4j.spring.listener.ListenerLifecycle;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerObserverFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that defines one bean for each key under {@code buffers.instances}, registers all buffers, ends
 * them when the application context is closed, and calls the methods with {@code @BufferListener}.
 *
 * <p>It is ordered last, so that it sees the bean names that are already taken.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnProperty(name = "buffers.enabled", matchIfMissing = true)
@Import(BufferRegistrar.class)
@ImportRuntimeHints(BufferAutoConfiguration.Hints.class)
public final class BufferAutoConfiguration {

    BufferAutoConfiguration() {}

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BufferInstances bufferInstances(Environment environment) {
        return BufferInstances.of(environment);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BufferRegistry bufferRegistry(ConfigurableListableBeanFactory beanFactory, BufferInstances instances) {
        return new BufferRegistry(instances.tagKeys(), new ConfiguredTemplates(beanFactory, instances));
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BufferEvents bufferEvents(BufferInstances instances, ConfigurableApplicationContext context) {
        return new BufferEvents(instances.history(), new ContextEvents(context)::publish);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BufferChanges bufferChanges(BufferRegistry registry, BufferEvents events) {
        BufferChanges changes = new BufferChanges(events);
        registry.addListener(changes);
        return changes;
    }

    @Bean
    static BufferPostProcessor bufferPostProcessor(
            ConfigurableListableBeanFactory beanFactory, BufferRegistry registry, BufferInstances instances) {
        return new BufferPostProcessor(beanFactory, registry, instances);
    }

    @Bean
    BufferLifecycle bufferLifecycle(BufferRegistry registry, BufferInstances instances, BufferChanges changes) {
        BufferLifecycle lifecycle =
                new BufferLifecycle(registry, List.copyOf(instances.names()), instances.shutdownTimeout());
        lifecycle.monitor().addInspectionListener(changes);
        return lifecycle;
    }

    @Bean
    BufferMonitorLifecycle bufferMonitorLifecycle(BufferLifecycle lifecycle) {
        return new BufferMonitorLifecycle(lifecycle.monitor());
    }

    @Bean
    EarlyBufferLifecycle earlyBufferLifecycle(BufferRegistry registry) {
        return new EarlyBufferLifecycle(registry);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static BufferListeners bufferListeners(
            BufferRegistry registry,
            ObjectProvider<ListenerObserverFactory> observers,
            BufferEvents bufferEvents,
            ConfigurableApplicationContext context) {
        ListenerEvents events = new ListenerEvents(bufferEvents);
        ContextEvents contextEvents = new ContextEvents(context);
        return new BufferListeners(
                registry,
                spec -> {
                    ListenerObserverFactory factory = observers.getIfAvailable();
                    return events.observing(spec, factory == null ? ListenerObserver.NONE : factory.create(spec));
                },
                (container, state) -> {
                    events.stateChanged(container, state);
                    contextEvents.publish(new BufferListenerEvent(container, state));
                });
    }

    @Bean
    static ListenerLifecycle bufferListenerLifecycle(BufferListeners listeners, ApplicationContext context) {
        return new ListenerLifecycle(listeners, context);
    }

    @Bean
    static LateListenerLifecycle lateBufferListenerLifecycle(BufferListeners listeners) {
        return new LateListenerLifecycle(listeners);
    }

    /* After the buffers: those that their post-processor has missed are registered when all singletons exist. */
    @Bean
    static ListenerRegistrar bufferListenerRegistrar(
            ConfigurableListableBeanFactory beanFactory,
            Environment environment,
            BufferListeners listeners,
            BufferRegistry registry,
            BufferInstances instances) {
        return new ListenerRegistrar(beanFactory, environment, listeners, registry, instances);
    }

    /* The properties are bound, and classes looked for, programmatically, so a native image needs hints for them. */
    static final class Hints implements RuntimeHintsRegistrar {

        @Override
        public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
            BindableRuntimeHintsRegistrar.forTypes(BuffersProperties.class).registerHints(hints, classLoader);
            hints.reflection()
                    .registerTypeIfPresent(classLoader, InstanceValidator.CONTEXT_REGISTRY)
                    .registerTypeIfPresent(classLoader, "org.slf4j.MDC")
                    .registerType(BufferSize.class, MemberCategory.INVOKE_PUBLIC_METHODS)
                    .registerType(WaterMarkLevel.class, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
    }
}
