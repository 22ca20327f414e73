package io.github.buffer4j.demo;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How lines are taken.
 *
 * @param maxWait Time that a line waits for room in the buffer before the post is refused.
 * @param maxLineLength Number of characters that a line may have.
 * @param maxDuration Time that a client may take to send a post. Waiting for room in the buffer does not count.
 * @param finishWithin Time that a post in flight has to finish once the application stops.
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
