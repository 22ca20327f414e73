package io.github.buffer4j.spring.benchmark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** How long a scrape and a look at the endpoint take over HTTP. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScrapeBenchmark {

    /** How many buffers the application has. */
    @Param({"0", "100", "1000"})
    public int buffers;

    private final HttpClient client = HttpClient.newHttpClient();
    private ConfigurableApplicationContext context;

    /** Starts the application. */
    @Setup
    public void start() {
        context = Application.start(WebApplicationType.SERVLET, buffers, 0);
    }

    /** Stops the application. */
    @TearDown
    public void stop() {
        context.close();
    }

    /** Scrapes as Prometheus does. */
    @Benchmark
    public String scrape() throws Exception {
        return get("/actuator/prometheus");
    }

    /** Lists all buffers. */
    @Benchmark
    public String endpoint() throws Exception {
        return get("/actuator/buffers");
    }

    private String get(String path) throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " gave " + response.statusCode());
        }
        return response.body();
    }
}
