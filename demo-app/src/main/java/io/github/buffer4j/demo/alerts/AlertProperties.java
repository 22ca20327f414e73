package io.github.buffer4j.demo.alerts;

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
        if (heartbeat.isNegative() || heartbeat.isZero()) {
            throw new IllegalArgumentException("demo.alerts.heartbeat must be positive, but is " + heartbeat);
        }
        if (maxListeners < 1) {
            throw new IllegalArgumentException("demo.alerts.max-listeners must be 1 or more, but is " + maxListeners);
        }
    }
}
