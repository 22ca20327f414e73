package io.github.buffer4j.demo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The application, with one buffer of each kind. {@link LineIntake} puts lines into the block buffer {@code ingest}
 * and waits while it is full, {@link LineConsumer} takes them out in batches. Lines that report trouble go into the
 * growable buffer {@code alerts} too, and {@link AlertStreams} hands them to whoever listens. {@link VitalRecorder}
 * keeps the latest samples of the JVM in the ring buffer {@code vitals}.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DemoApplication {

    public static void main(String[] args) {
        SpringApplication.run(DemoApplication.class, args);
    }
}
