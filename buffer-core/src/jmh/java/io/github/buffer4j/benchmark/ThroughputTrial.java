package io.github.buffer4j.benchmark;

import java.util.Arrays;
import java.util.Map;

/** Writers and readers that only transfer elements, one by one or in bulk, on platform threads or on virtual ones. */
final class ThroughputTrial extends Trial {

    private final Shape shape;
    private final int batch;
    private final boolean virtual;

    ThroughputTrial(String shape, int batch, boolean virtual) {
        this.shape = Shape.of(shape);
        this.batch = batch;
        this.virtual = virtual;
    }

    @Override
    int windowMillis() {
        return 600;
    }

    @Override
    void start(Peer peer) {
        Pipe pipe = peer.open(shape);
        for (int i = 0; i < shape.writers(); i++) {
            run(builder(), batch == 1 ? counter -> write(pipe) : counter -> writeInBulk(pipe));
        }
        for (int i = 0; i < shape.readers(); i++) {
            run(builder(), batch == 1 ? counter -> read(pipe, counter) : counter -> readInBulk(pipe, counter));
        }
    }

    private Thread.Builder builder() {
        return virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    }

    private static void write(Pipe pipe) throws Exception {
        while (true) {
            pipe.put(ELEMENT);
        }
    }

    private static void read(Pipe pipe, Counter counter) throws Exception {
        while (true) {
            counter.add(pipe.take());
        }
    }

    private void writeInBulk(Pipe pipe) throws Exception {
        Integer[] source = new Integer[batch];
        Arrays.fill(source, ELEMENT);
        while (true) {
            pipe.putAll(source);
        }
    }

    private void readInBulk(Pipe pipe, Counter counter) throws Exception {
        Integer[] target = new Integer[batch];
        while (true) {
            counter.add(pipe.takeSome(target));
        }
    }

    @Override
    void measured(Map<String, Double> figures, double elements, double nanos) {
        figures.put(RATE, 1_000 * elements / nanos);
    }
}
