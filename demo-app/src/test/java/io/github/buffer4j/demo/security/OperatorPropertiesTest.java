package io.github.buffer4j.demo.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class OperatorPropertiesTest {

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        new ApplicationContextRunner()
                .withUserConfiguration(OnlyProperties.class)
                .run(context -> assertThat(context.getBean(OperatorProperties.class))
                        .isEqualTo(new OperatorProperties("operator", null, 5, Duration.ofMinutes(1))));
    }

    @Test
    void passwordIsNotInMessages() {
        assertThat(new OperatorProperties("operator", "secret", 1, Duration.ofMinutes(1)))
                .hasToString("OperatorProperties[username=operator]");
    }

    @EnableConfigurationProperties(OperatorProperties.class)
    static class OnlyProperties {}
}
