package io.github.buffer4j.demo;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the application may be addressed.
 *
 * @param hosts Names and addresses that a request may be sent to, beside those of the machine itself.
 */
@ConfigurationProperties("demo")
record HostProperties(@DefaultValue List<String> hosts) {

    HostProperties {
        hosts = List.copyOf(hosts);
    }
}
