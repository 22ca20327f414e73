package io.github.buffer4j.spring.pipeline;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;

/**
 * An application with stages between buffers, terminated by {@link PipelineShutdownTest}. Records the accepted and the
 * handled elements. The arguments are a scenario, a directory, a seed, and properties.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class PipelineApplication {

    static final int ELEMENTS = 100_000;
    static final int STUCK = 10;

    private static final int MAX_RUN = 200;
    private static final int IN_HAND = 3;

    private static Scenario scenario = Scenario.THREE_STAGES;
    private static Journal accepted;
    private static Journal handled;
    private static Random random = new Random();

    public static void main(String[] arguments) throws Exception {
        scenario = Scenario.valueOf(arguments[0]);
        accepted = new Journal(Path.of(arguments[1], "accepted"), true);
        handled = new Journal(Path.of(arguments[1], "handled"), false);
        random = new Random(Long.parseLong(arguments[2]));
        SpringApplication.run(PipelineApplication.class, Arrays.copyOfRange(arguments, 3, arguments.length));
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> stages(
            AsyncTaskExecutor applicationTaskExecutor, Map<String, Buffer<Integer>> buffers) {
        return event -> scenario.stages(buffers)
                .forEach(stage -> applicationTaskExecutor.execute(() -> {
                    try {
                        stage.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
    }

    @Bean
    Producer producer(Map<String, Buffer<Integer>> buffers) {
        return new Producer(buffers);
    }

    interface Stage {
        void run() throws InterruptedException;
    }

    /** The buffers and the behavior of the stages between them. */
    enum Scenario {
        THREE_STAGES("enriched", "parsed", "incoming"),
        FAN_IN("merged", "incoming", "other"),
        RETRY_LOOP("again", "incoming"),
        FIREHOSE("enriched", "parsed", "incoming"),
        HUNG_STAGE("stuck", "enriched", "parsed", "incoming");

        /* Declared in the least favorable order: the last stage first. */
        @SuppressWarnings("ImmutableEnumChecker")
        private final List<String> buffers;

        Scenario(String... buffers) {
            this.buffers = List.of(buffers);
        }

        List<String> buffers() {
            return buffers;
        }

        List<Stage> stages(Map<String, Buffer<Integer>> buffers) {
            Buffer<Integer> incoming = buffers.get("incoming");
            return switch (this) {
                case FAN_IN ->
                    List.of(
                            () -> pass(incoming, buffers.get("merged")),
                            () -> pass(buffers.get("other"), buffers.get("merged")),
                            () -> store(buffers.get("merged")));
                case RETRY_LOOP ->
                    List.of(
                            () -> incoming.forEach(tryOnce(buffers.get("again"))),
                            () -> pass(buffers.get("again"), incoming));
                case THREE_STAGES, FIREHOSE -> threeStages(buffers);
                case HUNG_STAGE ->
                    List.of(
                            threeStages(buffers).get(0),
                            threeStages(buffers).get(1),
                            threeStages(buffers).get(2),
                            () -> hang(buffers.get("stuck")));
            };
        }

        private static List<Stage> threeStages(Map<String, Buffer<Integer>> buffers) {
            return List.of(
                    () -> pass(buffers.get("incoming"), buffers.get("parsed")),
                    () -> passInBatches(buffers.get("parsed"), buffers.get("enriched")),
                    () -> store(buffers.get("enriched")));
        }

        private static void pass(Buffer<Integer> source, Buffer<Integer> target) throws InterruptedException {
            for (Integer element = source.next(); element != null; element = source.next()) {
                target.add(element);
            }
        }

        private static void passInBatches(Buffer<Integer> source, Buffer<Integer> target) throws InterruptedException {
            for (List<Integer> batch = source.readBatch(500, Duration.ofMillis(5));
                    !batch.isEmpty();
                    batch = source.readBatch(500, Duration.ofMillis(5))) {
                target.write(batch.toArray(new Integer[0]));
            }
        }

        private static void store(Buffer<Integer> source) throws InterruptedException {
            source.forEach(element -> handled.append(element, 1));
        }

        private static Consumer<Integer> tryOnce(Buffer<Integer> again) {
            Random failures = new Random(1);
            return element -> {
                if (failures.nextInt(4) > 0) {
                    handled.append(element, 1);
                } else if (!again.offer(element)) {
                    throw new IllegalStateException("refused " + element);
                }
            };
        }

        private static void hang(Buffer<Integer> source) throws InterruptedException {
            source.readBatch(IN_HAND, Duration.ZERO);
            new CountDownLatch(1).await();
        }
    }

    /** Writes runs of elements and records the accepted ones. Stops before the buffers end, except for a firehose. */
    private static final class Producer extends StoppableThread {

        private final Map<String, Buffer<Integer>> buffers;
        private int next;

        Producer(Map<String, Buffer<Integer>> buffers) {
            this.buffers = buffers;
        }

        @Override
        void run() {
            try {
                if (scenario == Scenario.HUNG_STAGE) {
                    write(buffers.get("stuck"), STUCK);
                }
                while (!isStopped() && (scenario == Scenario.FIREHOSE || next < ELEMENTS)) {
                    boolean other = scenario == Scenario.FAN_IN && random.nextBoolean();
                    write(buffers.get(other ? "other" : "incoming"), 1 + random.nextInt(MAX_RUN));
                }
            } catch (BufferClosedException e) {
                accepted.append(next, e.written());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void write(BufferWriter<Integer> target, int length) throws InterruptedException {
            Integer[] run = new Integer[length];
            Arrays.setAll(run, i -> next + i);
            target.write(run);
            accepted.append(next, length);
            next += length;
        }

        @Override
        public void stop() {
            if (scenario != Scenario.FIREHOSE) {
                super.stop();
            }
        }
    }
}
