package io.github.buffer4j.benchmark;

import java.util.Map;

/** A single thread that writes an element and reads it, without contention. */
final class PairTrial extends Trial {

    @Override
    int windowMillis() {
        return 600;
    }

    @Override
    void start(Peer peer) {
        Pipe pipe = peer.open(new Shape(1, 1, 1024));
        run(counter -> {
            while (true) {
                pipe.put(ELEMENT);
                counter.add(pipe.take());
            }
        });
    }

    @Override
    void measured(Map<String, Double> figures, double elements, double nanos) {
        figures.put("ns/pair", nanos / elements);
    }
}
