package io.github.buffer4j.spring.redis.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares queues on one server, which it starts: elements of 100 bytes from threads that write to as many that read.
 * The clients take turns in each round; the last round counts as warmed up, and the table has the medians of all but
 * the first. The argument is the number of rounds, the next ones are names of queues, all if there is none.
 */
final class QueueBenchmark {

    private static final int BULK = 256;
    private static final int SIZE = 100;
    private static final int CAPACITY = 8_192;
    private static final int PATIENCE_SECONDS = 60;
    private static final Pattern RATE = Pattern.compile("(\\d+\\.\\d+) requests per second");

    private final int port;
    private final ProcessHandle server;
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();

    private QueueBenchmark(int port, ProcessHandle server) {
        this.port = port;
        this.server = server;
    }

    private enum Load {
        BULK_PAIR("bulk of 256, 1 + 1", 1, true, 400_000),
        SINGLE_PAIR("single, 1 + 1", 1, false, 25_000),
        SINGLE_MANY("single, 8 + 8", 8, false, 60_000);

        private final String text;
        private final int pairs;
        private final boolean bulk;
        private final int elements;

        Load(String text, int pairs, boolean bulk, int elements) {
            this.text = text;
            this.pairs = pairs;
            this.bulk = bulk;
            this.elements = elements;
        }
    }

    private enum Kind {
        BUFFER4J,
        REDISSON,
        STREAM,
        CEILING
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        List<Kind> kinds = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            kinds.add(Kind.valueOf(arguments[i].toUpperCase(Locale.ROOT)));
        }
        int port = Integer.getInteger("port", 17_379);
        Path folder = Files.createTempDirectory("redis");
        Process server = new ProcessBuilder(
                        "redis-server",
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--save",
                        "",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            TimeUnit.SECONDS.sleep(1);
            new QueueBenchmark(port, server.toHandle())
                    .run(rounds, kinds.isEmpty() ? Arrays.asList(Kind.values()) : kinds);
        } finally {
            server.destroy();
        }
    }

    private void run(int rounds, List<Kind> kinds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (Load load : Load.values()) {
                for (Kind kind : kinds) {
                    double rate = kind == Kind.CEILING ? ceiling(load) : rate(kind, load);
                    System.out.printf(Locale.ROOT, "%d %-20s %-18s %,10.0f/s%n", round, load.text, kind, rate);
                    if (round > 0) {
                        rates.computeIfAbsent(load.text + " | " + kind, key -> new ArrayList<>())
                                .add(rate);
                    }
                }
            }
        }
        System.out.println("| Load | Client | Median, elements/s | Least | Most |");
        rates.forEach((key, values) -> {
            Collections.sort(values);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %,.0f |%n",
                    key,
                    values.get(values.size() / 2),
                    values.get(0),
                    values.get(values.size() - 1));
        });
    }

    private double rate(Kind kind, Load load) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * load.pairs);
        try (SharedQueue queue = open(kind)) {
            int each = load.elements / load.pairs / BULK * BULK;
            transfer(queue, load, Math.max(BULK, each / 10 / BULK * BULK), threads);
            long client = cpuNanos(ProcessHandle.current());
            long serverNanos = cpuNanos(server);
            double seconds = transfer(queue, load, each, threads);
            double elements = load.pairs * each;
            System.out.printf(
                    Locale.ROOT,
                    "  processor time for an element: client %.2f us, server %.2f us%n",
                    (cpuNanos(ProcessHandle.current()) - client) / elements / 1e3,
                    (cpuNanos(server) - serverNanos) / elements / 1e3);
            return elements / seconds;
        } finally {
            threads.shutdown();
        }
    }

    private static long cpuNanos(ProcessHandle process) {
        return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    private SharedQueue open(Kind kind) {
        return switch (kind) {
            case BUFFER4J -> new BufferQueue(port, CAPACITY);
            case REDISSON -> new RedissonQueue(port);
            case STREAM -> new StreamQueue(port);
            case CEILING -> throw new IllegalArgumentException("no client");
        };
    }

    /* Returns the seconds that it has taken. */
    private static double transfer(SharedQueue queue, Load load, int each, ExecutorService threads) throws Exception {
        byte[] element = new byte[SIZE];
        Arrays.fill(element, (byte) 'e');
        List<byte[]> bulk = Collections.nCopies(BULK, element);
        AtomicInteger left = new AtomicInteger(each * load.pairs);
        List<Future<?>> all = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < load.pairs; i++) {
            all.add(threads.submit(() -> {
                for (int n = 0; n < each; n += load.bulk ? BULK : 1) {
                    if (load.bulk) {
                        queue.addAll(bulk);
                    } else {
                        queue.add(element);
                    }
                }
                return null;
            }));
            all.add(threads.submit(() -> {
                if (load.bulk) {
                    for (int n = 0; n < each; ) {
                        n += queue.removeSome(Math.min(BULK, each - n));
                    }
                } else {
                    while (left.getAndDecrement() > 0) {
                        queue.remove();
                    }
                }
                return null;
            }));
        }
        try {
            for (Future<?> thread : all) {
                thread.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException e) {
            all.forEach(thread -> thread.cancel(true));
            return Double.NaN;
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /* What LPUSH and RPOP would allow one after the other, without any waiting or bookkeeping. */
    private double ceiling(Load load) throws IOException, InterruptedException {
        double push = redisBenchmark(load, "lpush", "ceiling", "x".repeat(SIZE));
        double pop = redisBenchmark(load, "rpop", "ceiling");
        return 1 / (1 / push + 1 / pop);
    }

    private double redisBenchmark(Load load, String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "redis-benchmark",
                "-p",
                String.valueOf(port),
                "-q",
                "-n",
                String.valueOf(load.elements),
                "-c",
                String.valueOf(load.pairs * 2),
                "-P",
                String.valueOf(load.bulk ? BULK : 1)));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher matcher = RATE.matcher(output);
        double rate = Double.NaN;
        while (matcher.find()) {
            rate = Double.parseDouble(matcher.group(1));
        }
        return rate;
    }
}
