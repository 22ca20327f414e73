package io.github.buffer4j.spring.pipeline;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.DeadLetter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * An application with listeners, terminated by {@link ListenerShutdownTest}. Records the accepted elements, and those
 * that were handled or became dead letters. The arguments are a scenario, a directory, a seed, and properties.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ListenerApplication {

    static final int ELEMENTS = 500_000;

    private static final int MAX_RUN = 2_000;
    private static final int KEYS = 97;
    private static final int POISON = 1_000;

    private static Journal accepted;
    private static Journal handled;
    private static Random random = new Random();

    public static void main(String[] arguments) throws Exception {
        accepted = new Journal(Path.of(arguments[1], "accepted"), true);
        handled = new Journal(Path.of(arguments[1], "handled"), false);
        random = new Random(Long.parseLong(arguments[2]));
        SpringApplication application = new SpringApplication(ListenerApplication.class);
        application.setAdditionalProfiles(arguments[0].toLowerCase(Locale.ROOT));
        application.run(Arrays.copyOfRange(arguments, 3, arguments.length));
    }

    /** The listeners of the application. */
    enum Scenario {
        /** Four threads that take batches. */
        BATCHES,

        /** The same, where each 1,000th element cannot be handled and becomes a dead letter. */
        POISON,

        /** Three stages. */
        STAGES,

        /** Eight threads that handle the elements of each key in order. */
        ORDERED
    }

    @Bean
    Producer producer(Buffer<Integer> incoming) {
        return new Producer(incoming);
    }

    @Bean
    @Profile("batches")
    Batches batches() {
        return new Batches();
    }

    @Bean
    @Profile("poison")
    Poison poison() {
        return new Poison();
    }

    @Bean
    @Profile("stages")
    Stages stages() {
        return new Stages();
    }

    @Bean
    @Profile("ordered")
    Ordered ordered() {
        return new Ordered();
    }

    static class Batches {

        @BufferListener(buffer = "incoming", concurrency = "4", batch = "500", linger = "5ms")
        void store(List<Integer> batch) {
            batch.forEach(element -> handled.append(element, 1));
        }
    }

    static class Poison {

        @BufferListener(buffer = "incoming", concurrency = "4", batch = "500", deadLetter = "letters")
        void store(List<Integer> batch) {
            if (batch.stream().anyMatch(element -> element % POISON == 0)) {
                throw new IllegalStateException("poison");
            }
            batch.forEach(element -> handled.append(element, 1));
        }

        @BufferListener("letters")
        void bury(DeadLetter<Integer> letter) {
            handled.append(letter.element(), 1);
        }
    }

    static class Stages {

        @BufferListener(buffer = "incoming", sendTo = "parsed", concurrency = "2")
        Integer parse(Integer element) {
            return element;
        }

        @BufferListener(buffer = "parsed", sendTo = "enriched", concurrency = "2", batch = "100")
        List<Integer> enrich(List<Integer> batch) {
            return batch;
        }

        @BufferListener(buffer = "enriched")
        void store(Integer element) {
            handled.append(element, 1);
        }
    }

    static class Ordered {

        @BufferListener(buffer = "incoming", orderedBy = "key", concurrency = "8")
        void store(Integer element) {
            handled.append(element, 1);
        }
    }

    @Bean
    @Profile("ordered")
    Function<Integer, Integer> key() {
        return ListenerApplication::keyOf;
    }

    static int keyOf(int element) {
        return element % KEYS;
    }

    /** Writes runs of elements and records the accepted ones. Stops before the buffers end. */
    private static final class Producer extends StoppableThread {

        private final Buffer<Integer> incoming;
        private int next;

        Producer(Buffer<Integer> incoming) {
            this.incoming = incoming;
        }

        @Override
        void run() {
            try {
                while (!isStopped() && next < ELEMENTS) {
                    int length = 1 + random.nextInt(MAX_RUN);
                    Integer[] run = new Integer[length];
                    Arrays.setAll(run, i -> next + i);
                    incoming.write(run);
                    accepted.append(next, length);
                    next += length;
                }
            } catch (BufferClosedException e) {
                accepted.append(next, e.written());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
