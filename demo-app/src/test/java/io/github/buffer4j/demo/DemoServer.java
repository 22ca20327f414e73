package io.github.buffer4j.demo;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.test.BufferTester;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A separate demo with a database file, which a test may stop. */
public final class DemoServer implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final String url;

    public DemoServer(Path directory, String... properties) {
        this(directory, initialized -> {}, properties);
    }

    public DemoServer(
            Path directory,
            ApplicationContextInitializer<ConfigurableApplicationContext> initializer,
            String... properties) {
        List<String> arguments = new ArrayList<>(List.of("--demo.directory=" + directory));
        if (Arrays.stream(properties).noneMatch(property -> property.startsWith("server.port="))) {
            arguments.add("--server.port=0");
        }
        for (String property : properties) {
            arguments.add("--" + property);
        }
        this.context = new SpringApplicationBuilder(DemoApplication.class)
                .initializers(initializer)
                .run(arguments.toArray(String[]::new));
        this.url = context.getEnvironment().getRequiredProperty("spring.datasource.url");
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public Buffer<?> buffer(String name) {
        return context.getBean(name, Buffer.class);
    }

    /** Returns a tester, which counts from now on. */
    public BufferTester buffers() {
        return BufferTester.of(context);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Nullable
    public WebServer webServer() {
        return ((ServletWebServerApplicationContext) context).getWebServer();
    }

    @Override
    public void close() {
        context.close();
    }

    /** Returns the number of stored lines; to be called after the demo is closed. */
    public long stored() {
        return database().sql("SELECT COUNT(*) FROM log_line").query(Long.class).single();
    }

    /** Returns the stored lines in order of insertion; to be called after the demo is closed. */
    public List<String> storedLines() {
        return database()
                .sql("SELECT content FROM log_line ORDER BY id")
                .query(String.class)
                .list();
    }

    private JdbcClient database() {
        return JdbcClient.create(new DriverManagerDataSource(url, "sa", ""));
    }
}
