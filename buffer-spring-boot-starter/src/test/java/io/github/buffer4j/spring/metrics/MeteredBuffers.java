package io.github.buffer4j.spring.metrics;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.metrics.BufferMetricsAutoConfiguration;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Buffers of an application, and what a scrape of its meters shows. */
record MeteredBuffers(ApplicationContext context) {

    private static final Pattern SAMPLE = Pattern.compile("buffer_(\\w+)\\{name=\"([\\w-]+)\"[^}]*} (\\S+)");
    private static final Pattern MEDIAN =
            Pattern.compile("buffer_(residence_seconds)\\{name=\"([\\w-]+)\"[^}]*quantile=\"0.5\"} (\\S+)");

    static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        BufferAutoConfiguration.class,
                        BufferMetricsAutoConfiguration.class,
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class))
                .withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(key -> null));
    }

    @SuppressWarnings("unchecked")
    <E> Buffer<E> buffer(String name) {
        return context.getBean(name, Buffer.class);
    }

    /** Returns the values of the meters of a buffer by their names at Prometheus, without "buffer_". */
    Scrape scrape(String name) {
        return scrape(SAMPLE, name);
    }

    /** Returns the median of the time in a buffer, in seconds. */
    double median(String name) {
        return scrape(MEDIAN, name).value("residence_seconds");
    }

    private Scrape scrape(Pattern pattern, String name) {
        return new Scrape(
                System.nanoTime(),
                context.getBean(PrometheusMeterRegistry.class)
                        .scrape()
                        .lines()
                        .map(pattern::matcher)
                        .filter(Matcher::matches)
                        .filter(sample -> sample.group(2).equals(name))
                        .collect(Collectors.toMap(
                                sample -> sample.group(1),
                                sample -> Double.parseDouble(sample.group(3)),
                                (a, b) -> a)));
    }

    /** The values of the meters of a buffer at one moment. */
    record Scrape(long nanos, Map<String, Double> values) {

        double value(String meter) {
            return Objects.requireNonNull(values.get(meter), meter);
        }
    }
}
