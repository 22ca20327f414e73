package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListenerEvent;
import io.github.buffer4j.spring.listener.ListenerState;
import java.util.function.BiConsumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** Publishes each change of the state of a listener, as long as the context has the beans that want to know. */
record BufferListenerEvents(ConfigurableApplicationContext context)
        implements BiConsumer<BufferListenerContainer, ListenerState> {

    private static final Log LOGGER = LogFactory.getLog(BufferListenerEvents.class);

    @Override
    public void accept(BufferListenerContainer container, ListenerState state) {
        BufferListenerEvent event = new BufferListenerEvent(container, state);
        try {
            context.publishEvent(event);
        } catch (RuntimeException e) {
            if (context.isActive()) {
                throw e;
            }
            LOGGER.debug(event + ", which nobody was told of because the context is closed", e);
        }
    }
}
