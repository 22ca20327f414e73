package io.github.buffer4j.demo.ingest;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the intake of lines.
 *
 * @param maxWait Time that a line waits for room in the buffer before the post is rejected.
 * @param maxLineLength Maximum number of characters of a line.
 * @param maxDuration Maximum time for a client to send a post, excluding waits for room in the buffer.
 * @param finishWithin Time for posts in progress to complete when the application shuts down.
 */
@ConfigurationProperties("demo.ingest")
record IngestProperties(
        @DefaultValue("5s") Duration maxWait,
        @DefaultValue("" + LineStore.MAX_LENGTH) int maxLineLength,
        @DefaultValue("30s") Duration maxDuration,
        @DefaultValue("5s") Duration finishWithin) {

    IngestProperties {
        if (maxWait.isNegative()) {
            throw new IllegalArgumentException("demo.ingest.max-wait must not be negative, but is " + maxWait);
        }
        if (maxLineLength < 1 || maxLineLength > LineStore.MAX_LENGTH) {
            throw new IllegalArgumentException("demo.ingest.max-line-length must be 1 to " + LineStore.MAX_LENGTH
                    + ", the width of the column, but is " + maxLineLength);
        }
        if (maxDuration.isNegative() || maxDuration.isZero()) {
            throw new IllegalArgumentException("demo.ingest.max-duration must be positive, but is " + maxDuration);
        }
        if (finishWithin.isNegative()) {
            throw new IllegalArgumentException(
                    "demo.ingest.finish-within must not be negative, but is " + finishWithin);
        }
    }
}
