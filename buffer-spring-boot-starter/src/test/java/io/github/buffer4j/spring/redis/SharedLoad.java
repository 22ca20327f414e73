package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Threads that write to a buffer through one client, and threads that read it through another one with connections of
 * its own, as two applications do, while something happens to the server.
 */
final class SharedLoad implements AutoCloseable {

    private static final int BULK = 7;
    private static final int BATCH = 20;

    private final int writers;
    private final int readers;
    private final int elements;
    private final boolean leases;
    private final SequenceLedger ledger;
    private final List<LettuceConnectionFactory> factories = new ArrayList<>();
    private final List<RedisBuffers> applications = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong writesInDoubt = new AtomicLong();
    private final AtomicLong readsInDoubt = new AtomicLong();
    private final RedisBuffer<String> writing;
    private final RedisBuffer<String> reading;

    /**
     * What to do.
     *
     * @param elements how many elements each writer writes
     * @param leases whether the readers lease the elements
     */
    record Plan(
            int writers,
            int readers,
            int elements,
            int capacity,
            boolean leases,
            Duration commandTimeout,
            Duration safetyLook) {}

    /** Something that happens while the load runs. */
    @FunctionalInterface
    interface Disturbance {
        void run(SharedLoad load) throws Exception;
    }

    SharedLoad(RedisServer server, Plan plan) {
        this.writers = plan.writers();
        this.readers = plan.readers();
        this.elements = plan.elements();
        this.leases = plan.leases();
        this.ledger = new SequenceLedger(writers, elements);
        this.writing = client(server, plan);
        this.reading = client(server, plan);
    }

    private RedisBuffer<String> client(RedisServer server, Plan plan) {
        LettuceConnectionFactory factory = server.connect();
        factories.add(factory);
        RedisBuffers application = new RedisBuffers(factory);
        application.start();
        applications.add(application);
        /* The first connection takes longer than a short time-out. */
        application.builder("warm-up", RedisSerializer.string()).block(1).detach();
        return application
                .builder("load", RedisSerializer.string())
                .commandTimeout(plan.commandTimeout())
                .safetyLook(plan.safetyLook())
                .block(plan.capacity());
    }

    SequenceLedger ledger() {
        return ledger;
    }

    ClientStats writerStats() {
        return writing.clientStats();
    }

    ClientStats readerStats() {
        return reading.clientStats();
    }

    long writesInDoubt() {
        return writesInDoubt.get();
    }

    long readsInDoubt() {
        return readsInDoubt.get();
    }

    /** Waits until a part of all elements were written or are in doubt. */
    void awaitProgress(double part) throws InterruptedException {
        long target = (long) (part * writers * elements);
        while (ledger.written() + writesInDoubt.get() < target) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Runs the load to its end, and checks that the threads have done their part. */
    void run(Disturbance disturbance) throws Exception {
        List<Future<?>> written = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int number = writer;
            written.add(threads.submit(() -> write(number)));
        }
        List<Future<?>> read = IntStream.range(0, readers)
                .<Future<?>>mapToObj(reader -> threads.submit(() -> read(reader)))
                .toList();
        Future<?> disturbing = threads.submit(() -> {
            disturbance.run(this);
            return null;
        });
        for (Future<?> writer : written) {
            writer.get();
        }
        disturbing.get();
        closeWrite();
        for (Future<?> reader : read) {
            reader.get();
        }
    }

    private void closeWrite() {
        while (true) {
            try {
                writing.closeWrite();
                return;
            } catch (BufferUnavailableException e) {
                /* Tried again: an end is an end. */
            }
        }
    }

    private Void write(int writer) throws InterruptedException {
        int number = 0;
        while (number < elements) {
            int from = number;
            int to = (from / BULK) % 2 == 0 ? from + 1 : Math.min(elements, from + BULK);
            String[] run = IntStream.range(from, to)
                    .mapToObj(i -> SequenceLedger.element(writer, i))
                    .toArray(String[]::new);
            try {
                if (run.length == 1) {
                    writing.add(run[0]);
                } else {
                    writing.write(run);
                }
                ledger.written(writer, from, to);
            } catch (BufferUnavailableException e) {
                ledger.written(writer, from, from + e.written());
                ledger.inDoubt(writer, from + e.written(), to);
                writesInDoubt.addAndGet(to - from - e.written());
            }
            number = to;
        }
        return null;
    }

    private Void read(int reader) throws InterruptedException {
        Map<Integer, Integer> last = new HashMap<>();
        List<Lease<String>> handled = List.of();
        boolean ended = false;
        while (!ended) {
            List<String> taken = List.of();
            try {
                if (leases) {
                    Lease<String> lease = reading.lease(BATCH, Duration.ZERO, handled);
                    handled = lease == null ? List.of() : List.of(lease);
                    taken = lease == null
                            ? List.of()
                            : lease.envelopes().stream()
                                    .map(envelope -> envelope.element())
                                    .toList();
                } else {
                    taken = take(reader);
                }
                ended = taken.isEmpty();
            } catch (BufferUnavailableException e) {
                readsInDoubt.incrementAndGet();
            }
            for (String element : taken) {
                ledger.read(element);
                if (readers == 1) {
                    assertThat(last.put(SequenceLedger.writer(element), SequenceLedger.number(element)))
                            .as("number before " + element)
                            .satisfiesAnyOf(
                                    before -> assertThat(before).isNull(),
                                    before -> assertThat(before).isLessThan(SequenceLedger.number(element)));
                }
            }
        }
        return null;
    }

    private List<String> take(int reader) throws InterruptedException {
        switch ((int) ((ledger.read() + reader) % 3)) {
            case 0 -> {
                String element = reading.next();
                return element == null ? List.of() : List.of(element);
            }
            case 1 -> {
                String[] target = new String[BATCH];
                int count = reading.read(target);
                return count < 0 ? List.of() : Arrays.asList(target).subList(0, count);
            }
            default -> {
                return reading.readBatch(BATCH, Duration.ofMillis(1));
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        applications.forEach(RedisBuffers::stop);
        factories.forEach(LettuceConnectionFactory::destroy);
    }
}
