package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PropertiesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(OnlyProperties.class);

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        runner.run(context -> assertThat(context.getBeansWithAnnotation(ConfigurationProperties.class)
                        .values())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "IngestProperties[maxWait=PT5S, maxLineLength=100000, maxDuration=PT30S, finishWithin=PT5S]",
                        "AlertProperties[heartbeat=PT1S, maxListeners=8]",
                        "LiveProperties[heartbeat=PT1S, maxListeners=8]",
                        "ExportProperties[maxWait=PT8S, maxDuration=PT10M, maxExports=4]",
                        "OperatorProperties[username=operator]",
                        "HostProperties[hosts=[]]"));
    }

    @ParameterizedTest
    @CsvSource({
        "demo.ingest.max-wait, -1s",
        "demo.ingest.max-line-length, 0",
        "demo.ingest.max-line-length, 100001",
        "demo.ingest.finish-within, -1s",
        "demo.alerts.heartbeat, 0s",
        "demo.alerts.max-listeners, 0",
        "demo.live.heartbeat, 0s",
        "demo.live.max-listeners, 0",
        "demo.export.max-wait, 0s",
        "demo.export.max-duration, 0s",
        "demo.export.max-exports, 0",
        "demo.ingest.max-duration, 0s",
        "demo.operator.username, ' '",
        "demo.operator.max-failures, 0",
        "demo.operator.failure-window, 0s"
    })
    void anInvalidValueFailsTheStartup(String property, String value) {
        runner.withPropertyValues(property + "=" + value)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(property + " must"));
    }

    @ConfigurationPropertiesScan(basePackageClasses = DemoApplication.class)
    static class OnlyProperties {}
}
