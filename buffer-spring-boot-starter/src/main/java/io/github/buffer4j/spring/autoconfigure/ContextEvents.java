package io.github.buffer4j.spring.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** Publishes events, as long as the context has the beans that want to know. */
record ContextEvents(ConfigurableApplicationContext context) {

    private static final Log LOGGER = LogFactory.getLog(ContextEvents.class);

    void publish(Object event) {
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
