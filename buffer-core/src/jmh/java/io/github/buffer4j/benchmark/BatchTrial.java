package io.github.buffer4j.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One writer at a fixed rate, and one reader that reads batches with a linger time. Wake-ups are the voluntary context
 * switches of the reader's thread that Linux counts, including waits for the lock.
 */
final class BatchTrial extends Trial {

    private static final int MAX = 500;
    private static final int LINGER_MILLIS = 50;
    private static final String SWITCHES = "voluntary_ctxt_switches:";

    private final int rate;
    private final CompletableFuture<Path> reader = new CompletableFuture<>();
    private volatile long batches;
    private long batchesBefore;
    private long switchesBefore;

    BatchTrial(int rate) {
        this.rate = rate;
    }

    @Override
    int windowMillis() {
        return 1_500;
    }

    @Override
    void start(Peer peer) {
        Pipe pipe = peer.open(new Shape(1, 1, 2 * MAX));
        run(counter -> {
            for (Pace pace = new Pace(rate); ; ) {
                pace.await();
                pipe.put(ELEMENT);
            }
        });
        run(counter -> {
            Path self = Path.of("/proc/thread-self");
            reader.complete(self.resolveSibling(Files.readSymbolicLink(self)).resolve("status"));
            for (long done = 1; ; done++) {
                counter.add(pipe.takeBatch(MAX, LINGER_MILLIS).size());
                batches = done;
            }
        });
    }

    @Override
    void begin() throws Exception {
        batchesBefore = batches;
        switchesBefore = switches();
    }

    @Override
    void measured(Map<String, Double> figures, double elements, double nanos) throws Exception {
        double read = batches - batchesBefore;
        figures.put("wake-ups/batch", (switches() - switchesBefore) / read);
        figures.put("elements/batch", elements / read);
    }

    private long switches() throws IOException {
        return Files.readAllLines(reader.join()).stream()
                .filter(line -> line.startsWith(SWITCHES))
                .mapToLong(
                        line -> Long.parseLong(line.substring(SWITCHES.length()).strip()))
                .findFirst()
                .orElseThrow();
    }
}
