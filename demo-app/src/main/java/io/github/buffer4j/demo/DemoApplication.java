package io.github.buffer4j.demo;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The application: {@link LineController} puts lines into the buffer {@code ingest} and waits while it is full,
 * {@link LineConsumer} takes them out in batches.
 */
@SpringBootApplication
public class DemoApplication {

    public static void main(String[] args) {
        SpringApplication.run(DemoApplication.class, args);
    }
}
