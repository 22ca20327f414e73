package io.github.buffer4j.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The ratios of the buffers to their peers, next to their targets. Ratios that a run has not measured are omitted. */
final class Targets {

    private static final String HAND_OVER = "HandOver.handOver";
    private static final List<Peer> BLOCKING = List.of(
            Peer.ARRAY_BLOCKING_QUEUE,
            Peer.LINKED_BLOCKING_QUEUE,
            Peer.LINKED_TRANSFER_QUEUE,
            Peer.CONVERSANT,
            Peer.DISRUPTOR,
            Peer.JOX,
            Peer.KOTLIN);
    private static final List<String> SHAPES = List.of("1+1@1024", "4+1@1024", "1+4@1024", "4+4@1024", "1+1@65536");
    private static final List<String> BURSTS = List.of("1000", "10000", "100000", "1000000", "10000000");

    private final Report report;
    private final List<String> rows = new ArrayList<>();
    private Load load = Load.IDLE;

    private Targets(Report report) {
        this.report = report;
    }

    static String toMarkdown(Report report) {
        Targets targets = new Targets(report);
        for (Load load : Load.values()) {
            targets.load = load;
            targets.handOver();
            targets.bulk();
        }
        targets.others();
        return "| what | ratio | target | |\n|---|---|---|---|\n" + String.join("\n", targets.rows) + "\n";
    }

    private void handOver() {
        double logarithms = 0;
        for (String shape : SHAPES) {
            OptionalDouble ours = handOver(Peer.BLOCK_BUFFER, shape, 1, "platform");
            OptionalDouble queue = handOver(Peer.ARRAY_BLOCKING_QUEUE, shape, 1, "platform");
            atLeast(load + ", single, " + shape + ", to ArrayBlockingQueue", ours, queue, 1);
            if (load == Load.IDLE) {
                OptionalDouble fastest = best(BLOCKING.stream().map(peer -> handOver(peer, shape, 1, "platform")));
                atLeast(load + ", single, " + shape + ", to the fastest blocking peer", ours, fastest, 1);
            }
            logarithms += ours.isPresent() ? Math.log(ours.getAsDouble() / queue.getAsDouble()) : Double.NaN;
        }
        double mean = Math.exp(logarithms / SHAPES.size());
        if (!Double.isNaN(mean)) {
            atLeast(
                    load + ", single, geometric mean, to ArrayBlockingQueue",
                    OptionalDouble.of(mean),
                    OptionalDouble.of(1),
                    load == Load.IDLE ? 1.5 : 1);
        }
    }

    private void bulk() {
        bulk("1+1@1024", 64, 3, 0.7);
        bulk("1+1@16384", 256, 10, 1.5);
    }

    private void bulk(String shape, int batch, double toQueue, double toSpsc) {
        String what = load + ", bulk of " + batch + ", " + shape;
        OptionalDouble ours = handOver(Peer.BLOCK_BUFFER, shape, batch, "platform");
        atLeast(
                what + ", to ArrayBlockingQueue",
                ours,
                handOver(Peer.ARRAY_BLOCKING_QUEUE, shape, batch, "platform"),
                toQueue);
        atLeast(
                what + ", to spinning SpscArrayQueue",
                ours,
                handOver(Peer.JCTOOLS_SPSC, shape, batch, "platform"),
                toSpsc);
        atLeast(
                what + ", virtual threads, to ArrayBlockingQueue",
                handOver(Peer.BLOCK_BUFFER, shape, batch, "virtual"),
                handOver(Peer.ARRAY_BLOCKING_QUEUE, shape, batch, "virtual"),
                10);
    }

    private void others() {
        atMost(
                "time of a pair in one thread, to ArrayBlockingQueue",
                pair("BLOCK_BUFFER"),
                pair("ARRAY_BLOCKING_QUEUE"),
                1.3);
        for (String percentile : List.of("p50", "p99")) {
            String benchmark = "PingPong.roundTrip." + percentile;
            atMost(
                    "ping-pong, " + percentile + ", to ArrayBlockingQueue",
                    median(benchmark, Map.of("peer", "BLOCK_BUFFER")),
                    median(benchmark, Map.of("peer", "ARRAY_BLOCKING_QUEUE")),
                    1);
        }
        for (String benchmark : List.of("Overwrite.overwrite", "Overwrite.overwriteByFour")) {
            for (String peer : List.of("EVICTING_QUEUE", "CIRCULAR_FIFO_QUEUE")) {
                atMost(
                        "time of " + benchmark.replaceAll(".*\\.", "") + ", to " + peer,
                        median(benchmark, Map.of("ring", "RING_BUFFER")),
                        median(benchmark, Map.of("ring", peer)),
                        1 / 3.0);
            }
        }
        for (String burst : BURSTS) {
            atMost(
                    "time of a burst of " + burst + ", to LinkedBlockingQueue",
                    burst("GROWABLE_BUFFER", burst),
                    burst("LINKED_BLOCKING_QUEUE", burst),
                    0.5);
        }
        atMost(
                "time of an element, slowest burst to fastest",
                best(BURSTS.stream().map(burst -> burst("GROWABLE_BUFFER", burst))),
                negated(best(BURSTS.stream().map(burst -> negated(burst("GROWABLE_BUFFER", burst))))),
                1.3);
    }

    private OptionalDouble handOver(Peer peer, String shape, int batch, String threads) {
        return median(
                HAND_OVER,
                Map.of(
                        "peer", peer.name(),
                        "shape", shape,
                        "batch", String.valueOf(batch),
                        "threads", threads,
                        "load", load.name()));
    }

    private OptionalDouble pair(String peer) {
        return median("Pair.pair", Map.of("peer", peer));
    }

    private OptionalDouble burst(String growing, String burst) {
        return median("Growth.bursts", Map.of("growing", growing, "burst", burst));
    }

    private OptionalDouble median(String benchmark, Map<String, String> parameters) {
        return report.median(benchmark, parameters);
    }

    private static OptionalDouble best(Stream<OptionalDouble> values) {
        return values.flatMapToDouble(OptionalDouble::stream).max();
    }

    private static OptionalDouble negated(OptionalDouble value) {
        return value.isPresent() ? OptionalDouble.of(-value.getAsDouble()) : value;
    }

    private void atLeast(String what, OptionalDouble ours, OptionalDouble theirs, double wanted) {
        row(what, ours, theirs, "at least", wanted, 1);
    }

    private void atMost(String what, OptionalDouble ours, OptionalDouble theirs, double wanted) {
        row(what, ours, theirs, "at most", wanted, -1);
    }

    private void row(
            String what, OptionalDouble ours, OptionalDouble theirs, String word, double wanted, int direction) {
        if (ours.isPresent() && theirs.isPresent()) {
            double ratio = ours.getAsDouble() / theirs.getAsDouble();
            rows.add(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %s %.2f | %s |",
                    what,
                    ratio,
                    word,
                    wanted,
                    direction * (ratio - wanted) >= 0 ? "reached" : "missed"));
        }
    }
}
