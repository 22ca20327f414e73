package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(OnlyProperties.class);

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        runner.run(context -> {
            assertThat(context.getBean(IngestProperties.class))
                    .isEqualTo(new IngestProperties(
                            Duration.ofSeconds(5), 100_000, Duration.ofSeconds(30), Duration.ofSeconds(5)));
            assertThat(context.getBean(AlertProperties.class)).isEqualTo(new AlertProperties(Duration.ofSeconds(1), 8));
            assertThat(context.getBean(OperatorProperties.class))
                    .isEqualTo(new OperatorProperties("operator", null, 5, Duration.ofMinutes(1)));
            assertThat(context.getBean(HostProperties.class)).isEqualTo(new HostProperties(List.of()));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "demo.ingest.max-wait, -1s",
        "demo.ingest.max-line-length, 0",
        "demo.ingest.max-line-length, 100001",
        "demo.ingest.finish-within, -1s",
        "demo.alerts.heartbeat, 0s",
        "demo.alerts.max-listeners, 0",
        "demo.ingest.max-duration, 0s",
        "demo.operator.username, ' '",
        "demo.operator.max-failures, 0",
        "demo.operator.failure-window, 0s"
    })
    void aBadValueStopsTheStart(String property, String value) {
        runner.withPropertyValues(property + "=" + value)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(property + " must"));
    }

    @Test
    void passwordIsNotInMessages() {
        assertThat(new OperatorProperties("operator", "secret", 1, Duration.ofMinutes(1)))
                .hasToString("OperatorProperties[username=operator]");
    }

    @EnableConfigurationProperties({
        IngestProperties.class,
        AlertProperties.class,
        OperatorProperties.class,
        HostProperties.class
    })
    static class OnlyProperties {}
}
