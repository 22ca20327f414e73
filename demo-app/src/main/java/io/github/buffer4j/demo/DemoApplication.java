package io.github.buffer4j.demo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * The demo application, with buffers of each type. {@code LineIntake} writes lines to the block buffer {@code
 * ingest} and waits while it is full; {@code LineListener} stores them in batches. Lines that report errors or warnings
 * are also written to the growable buffer {@code alerts}, from which {@code AlertStreams} sends them to listeners.
 * {@code VitalRecorder} keeps the latest samples of the JVM in the ring buffer {@code vitals}. {@code LiveLines}
 * creates a ring buffer for each listener of {@code /lines/live}, and {@code LineExport} a buffer of bytes for each
 * request of {@code /lines/export}. The desk, the page at {@code /}, shows all of them at work.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DemoApplication {

    public static void main(String[] args) {
        SpringApplication.run(DemoApplication.class, args);
    }
}
