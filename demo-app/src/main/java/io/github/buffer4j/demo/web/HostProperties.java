package io.github.buffer4j.demo.web;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Host names under which the application is served.
 *
 * @param hosts Allowed host names and addresses of requests, in addition to those of the local machine.
 */
@ConfigurationProperties("demo")
record HostProperties(@DefaultValue List<String> hosts) {

    HostProperties {
        hosts = List.copyOf(hosts);
    }
}
