package io.github.buffer4j.demo.alerts;

import io.github.buffer4j.demo.web.EventStreams;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the alert streams.
 *
 * @param heartbeat Time without an alert after which a listener is sent a comment.
 * @param maxListeners Maximum number of concurrent listeners.
 */
@ConfigurationProperties("demo.alerts")
record AlertProperties(
        @DefaultValue("1s") Duration heartbeat,
        @DefaultValue("8") int maxListeners) {

    AlertProperties {
        EventStreams.requireValid("demo.alerts", heartbeat, maxListeners);
    }
}
