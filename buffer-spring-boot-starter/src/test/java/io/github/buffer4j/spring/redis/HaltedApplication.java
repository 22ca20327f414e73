package io.github.buffer4j.spring.redis;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ElementHandler;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.GenericToStringSerializer;

/** A process with a listener of the shared buffer {@code numbers}. It halts in the middle, or ends with the stream. */
final class HaltedApplication {

    static final int CAPACITY = 10_000;

    /* Only the last process waits for the end of leases. A process that has little of the processor renews its own. */
    static final Duration LEASE = Duration.ofSeconds(5);

    private static final int MAX_RETRIES = 200;
    private static final int MAX_DELAY_NANOS = 3_000_000;

    /* On a busy machine the thread that halts may be late: the others wait for it. */
    private static final int MOST_AFTER_THE_MOMENT = 50;

    private HaltedApplication() {}

    /**
     * Handles elements.
     *
     * @param arguments the port, the concurrency, the size of a batch, the file of the handled numbers, after how many
     *     the process halts (0 for never), and a seed
     */
    public static void main(String[] arguments) throws Exception {
        int moment = Integer.parseInt(arguments[4]);
        Random random = new Random(Long.parseLong(arguments[5]));
        CountDownLatch reached = new CountDownLatch(moment);
        if (moment > 0) {
            startHalting(reached, random.nextInt(MAX_DELAY_NANOS));
        }
        LettuceConnectionFactory factory =
                RedisServer.started(new LettuceConnectionFactory("127.0.0.1", Integer.parseInt(arguments[0])));
        RedisBuffers buffers = new RedisBuffers(factory);
        buffers.start();
        FileChannel file = FileChannel.open(
                Path.of(arguments[3]), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        Semaphore rest = new Semaphore(moment > 0 ? moment + MOST_AFTER_THE_MOMENT : Integer.MAX_VALUE);
        handle(buffers, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), element -> {
            rest.acquire();
            append(file, element);
            reached.countDown();
            LockSupport.parkNanos(50_000);
            return null;
        });
        buffers.stop();
        factory.destroy();
    }

    private static void startHalting(CountDownLatch reached, int delayNanos) {
        Thread halting = new Thread(() -> {
            try {
                reached.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            LockSupport.parkNanos(delayNanos);
            Runtime.getRuntime().halt(1);
        });
        halting.setDaemon(true);
        halting.start();
    }

    private static void handle(RedisBuffers buffers, int concurrency, int batch, ElementHandler<Integer> handler)
            throws InterruptedException {
        BufferRegistry registry = new BufferRegistry(List.of());
        registry.register(new BufferEntry("numbers", numbers(buffers)));
        CountDownLatch stopped = new CountDownLatch(1);
        BufferListeners listeners = new BufferListeners(registry, spec -> ListenerObserver.NONE, (container, state) -> {
            if (state == ListenerState.STOPPED || state == ListenerState.FAILED) {
                stopped.countDown();
            }
        });
        ListenerSpec spec = ListenerSpec.builder("count", "numbers")
                .concurrency(concurrency)
                .batch(batch, Duration.ZERO)
                .retry(RetryPolicy.withMaxRetries(MAX_RETRIES))
                .build();
        BufferListenerContainer container = listeners.registerBatch(spec, (List<Integer> elements) -> {
            for (Integer element : elements) {
                handler.handle(element);
            }
            return null;
        });
        container.start();
        stopped.await();
    }

    /* In the file when the call returns, even if the process halts then. */
    private static synchronized void append(FileChannel file, int number) throws IOException {
        file.write(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }

    static RedisBuffer<Integer> numbers(RedisBuffers buffers) {
        return buffers.builder("numbers", new GenericToStringSerializer<>(Integer.class))
                .lease(LEASE)
                .block(CAPACITY);
    }
}
