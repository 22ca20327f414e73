package io.github.buffer4j.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Cells to measure: a benchmark with values of its parameters.
 *
 * @param benchmark the class
 * @param parameters the values of each parameter
 */
record Plan(Class<?> benchmark, Map<String, String[]> parameters) {

    private static final String US = Peer.BLOCK_BUFFER.name();
    private static final String ABQ = Peer.ARRAY_BLOCKING_QUEUE.name();
    private static final String LBQ = Peer.LINKED_BLOCKING_QUEUE.name();
    private static final String LTQ = Peer.LINKED_TRANSFER_QUEUE.name();
    private static final String CONVERSANT = Peer.CONVERSANT.name();
    private static final String DISRUPTOR = Peer.DISRUPTOR.name();
    private static final String JOX = Peer.JOX.name();
    private static final String KOTLIN = Peer.KOTLIN.name();
    private static final String MPMC = Peer.JCTOOLS_MPMC.name();
    private static final String SPSC = Peer.JCTOOLS_SPSC.name();

    private static final String[] ONE_READER = {"1+1@1024", "4+1@1024", "1+1@65536"};
    private static final String[] ONE_TO_ONE = {"1+1@1024", "1+1@65536"};
    private static final String[] SHAPES = {"1+1@1024", "4+1@1024", "1+4@1024", "4+4@1024", "1+1@65536"};
    private static final String[] BULK_PEERS = {US, ABQ, LBQ, DISRUPTOR, MPMC, SPSC};

    /** Hand-overs, with all peers. */
    private static final List<Plan> HAND_OVERS = List.of(
            of(HandOverBenchmark.class)
                    .with("shape", SHAPES)
                    .with("peer", US, ABQ, LBQ, LTQ, CONVERSANT, JOX, KOTLIN, MPMC),
            of(HandOverBenchmark.class).with("shape", ONE_READER).with("peer", DISRUPTOR),
            of(HandOverBenchmark.class).with("shape", ONE_TO_ONE).with("peer", SPSC),
            bulk("1+1@1024", 64).with("peer", BULK_PEERS),
            bulk("1+1@16384", 256).with("peer", BULK_PEERS),
            bulk("1+1@1024", 64).with("threads", "virtual").with("peer", US, ABQ, JOX),
            bulk("1+1@16384", 256).with("threads", "virtual").with("peer", US, ABQ, JOX),
            of(HandOverBenchmark.class).with("threads", "virtual").with("peer", US, ABQ, JOX));

    /** Everything except scale on an idle machine, with all peers. */
    static final List<Plan> TABLE = Stream.concat(
                    HAND_OVERS.stream(),
                    Stream.of(
                            of(PairBenchmark.class)
                                    .with(
                                            "peer",
                                            US,
                                            Peer.BLOCK_BUFFER_WITH_AGE.name(),
                                            ABQ,
                                            LBQ,
                                            LTQ,
                                            CONVERSANT,
                                            JOX,
                                            MPMC),
                            of(PingPongBenchmark.class).with("peer", US, ABQ, LBQ, LTQ, CONVERSANT, JOX),
                            of(OverwriteBenchmark.class),
                            of(GrowthBenchmark.class)))
            .toList();

    /** The hand-overs of the table, on a busy machine. */
    static final List<Plan> BUSY =
            HAND_OVERS.stream().map(plan -> plan.with("load", Load.BUSY.name())).toList();

    /** The most significant cells, which take five minutes. */
    static final List<Plan> SHORT = List.of(
            of(HandOverBenchmark.class).with("shape", SHAPES).with("peer", US, ABQ, LBQ, CONVERSANT),
            bulk("1+1@1024", 64).with("peer", US, ABQ, SPSC),
            bulk("1+1@16384", 256).with("peer", US, ABQ, SPSC),
            bulk("1+1@1024", 64).with("threads", "virtual").with("peer", US, ABQ),
            of(PairBenchmark.class).with("peer", US, ABQ),
            of(PingPongBenchmark.class).with("peer", US, ABQ),
            of(OverwriteBenchmark.class));

    /** The time and the allocation of each operation. */
    static final List<Plan> OPERATIONS = List.of(of(OperationBenchmark.class));

    /** The cost against the capacity, the number of threads and the number of elements per call. */
    static final List<Plan> SCALE = List.of(
            of(HandOverBenchmark.class)
                    .with("shape", powersOfTwo(4, 24, 2).map(n -> "1+1@" + n))
                    .with("peer", US, ABQ),
            of(HandOverBenchmark.class)
                    .with("shape", powersOfTwo(0, 5, 1).map(n -> n + "+" + n + "@1024"))
                    .with("peer", US, ABQ),
            of(HandOverBenchmark.class)
                    .with("shape", Stream.of(1, 8, 64, 512, 5000).map(n -> n + "+" + n + "@1024"))
                    .with("threads", "virtual")
                    .with("peer", US, ABQ),
            of(HandOverBenchmark.class)
                    .with("shape", "1+1@131072")
                    .with("batch", powersOfTwo(0, 16, 2).map(String::valueOf))
                    .with("peer", US, ABQ));

    private static final String[] BYTES_PEERS =
            Stream.of(BytesPeer.values()).map(Enum::name).toArray(String[]::new);

    /** Pipes for bytes, idle and busy. */
    static final List<Plan> BYTES = Stream.of(Load.values())
            .flatMap(load -> Stream.of(
                            of(BytesHandOverBenchmark.class).with("peer", BYTES_PEERS),
                            of(BytesHandOverBenchmark.class).with("peer", "MEMCPY"),
                            of(BytesWakeUpBenchmark.class)
                                    .with("peer", Stream.of(BYTES_PEERS).filter(peer -> !peer.equals("COPYING"))))
                    .map(plan -> plan.with("load", load.name())))
            .toList();

    private static Plan of(Class<?> benchmark) {
        return new Plan(benchmark, Map.of());
    }

    private static Plan bulk(String shape, int batch) {
        return of(HandOverBenchmark.class).with("shape", shape).with("batch", String.valueOf(batch));
    }

    private static Stream<Integer> powersOfTwo(int from, int to, int step) {
        List<Integer> powers = new ArrayList<>();
        for (int i = from; i <= to; i += step) {
            powers.add(1 << i);
        }
        return powers.stream();
    }

    private Plan with(String parameter, String... values) {
        Map<String, String[]> more = new LinkedHashMap<>(parameters);
        more.put(parameter, values);
        return new Plan(benchmark, more);
    }

    private Plan with(String parameter, Stream<String> values) {
        return with(parameter, values.toArray(String[]::new));
    }
}
