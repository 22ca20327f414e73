package io.github.buffer4j.demo.ingest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the export of lines.
 *
 * @param maxWait Time to wait for the database during an export before it is aborted.
 * @param maxDuration Maximum time of an export, including waits for its client.
 * @param maxExports Maximum number of concurrent exports, each of which uses a thread and a connection.
 */
@ConfigurationProperties("demo.export")
record ExportProperties(
        @DefaultValue("8s") Duration maxWait,
        @DefaultValue("10m") Duration maxDuration,
        @DefaultValue("4") int maxExports) {

    ExportProperties {
        if (maxWait.isNegative() || maxWait.isZero()) {
            throw new IllegalArgumentException("demo.export.max-wait must be positive, but is " + maxWait);
        }
        if (maxDuration.isNegative() || maxDuration.isZero()) {
            throw new IllegalArgumentException("demo.export.max-duration must be positive, but is " + maxDuration);
        }
        if (maxExports < 1) {
            throw new IllegalArgumentException("demo.export.max-exports must be 1 or more, but is " + maxExports);
        }
    }
}
