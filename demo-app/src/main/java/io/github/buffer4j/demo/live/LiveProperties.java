package io.github.buffer4j.demo.live;

import io.github.buffer4j.demo.web.EventStreams;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the live streams.
 *
 * @param heartbeat Time without a line after which a listener is sent a comment.
 * @param maxListeners Maximum number of concurrent listeners.
 */
@ConfigurationProperties("demo.live")
record LiveProperties(
        @DefaultValue("1s") Duration heartbeat,
        @DefaultValue("8") int maxListeners) {

    LiveProperties {
        EventStreams.requireValid("demo.live", heartbeat, maxListeners);
    }
}
