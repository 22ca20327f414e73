package io.github.buffer4j.spring.listener;

import io.github.buffer4j.spring.BufferRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Listeners that are registered by a test and start at once, and end with the application context. */
@Configuration(proxyBeanMethods = false)
public class ListenersForTests {

    @Bean
    BufferListeners bufferListeners(BufferRegistry registry, ObjectProvider<ListenerObserverFactory> factory) {
        ListenerObserverFactory observers = factory.getIfAvailable(() -> spec -> ListenerObserver.NONE);
        BufferListeners listeners = new BufferListeners(registry, observers::create, (container, state) -> {});
        listeners.start(ListenerStart.STARTED);
        return listeners;
    }
}
