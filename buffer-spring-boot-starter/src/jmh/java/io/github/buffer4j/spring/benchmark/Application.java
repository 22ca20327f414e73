package io.github.buffer4j.spring.benchmark;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** An application with some buffers or as many plain beans. */
@EnableAutoConfiguration
class Application {

    /** A bean that has nothing to do. */
    static final class Plain {}

    static ConfigurableApplicationContext start(WebApplicationType web, int buffers, int plainBeans) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.port", "0");
        properties.put("server.address", "127.0.0.1");
        properties.put("management.endpoints.web.exposure.include", "*");
        properties.put("spring.jmx.enabled", "false");
        properties.put("logging.level.root", "warn");
        for (int i = 0; i < buffers; i++) {
            properties.put("buffers.instances.buffer-" + i + ".capacity", "1024");
        }
        return new SpringApplicationBuilder(Application.class)
                .bannerMode(Banner.Mode.OFF)
                .web(web)
                .properties(properties)
                .initializers(context -> {
                    for (int i = 0; i < plainBeans; i++) {
                        ((GenericApplicationContext) context).registerBean("plain-" + i, Plain.class, Plain::new);
                    }
                })
                .run();
    }
}
