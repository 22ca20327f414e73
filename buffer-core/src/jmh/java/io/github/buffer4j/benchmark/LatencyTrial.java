package io.github.buffer4j.benchmark;

import java.util.Map;
import org.HdrHistogram.Recorder;

/**
 * One writer at a fixed rate, and one reader that waits for each element. The latency is measured from before the write
 * until after the read. It starts with the actual write, so that a late timer of the writer is not attributed to the
 * pipe. The processor time is that of both threads, including the writer's timer.
 */
final class LatencyTrial extends Trial {

    private final int rate;
    private final Recorder recorder = Percentiles.recorder();

    LatencyTrial(int rate) {
        this.rate = rate;
    }

    @Override
    int windowMillis() {
        return 1_500;
    }

    /* An element is the low half of the time of its write: differences are correct up to two seconds. */
    @Override
    void start(Peer peer) {
        Pipe pipe = peer.open(new Shape(1, 1, 1024));
        run(counter -> {
            for (Pace pace = new Pace(rate); ; ) {
                pace.await();
                pipe.put((int) System.nanoTime());
            }
        });
        run(counter -> {
            while (true) {
                int written = pipe.take();
                recorder.recordValue(Math.max(0, (int) System.nanoTime() - written));
                counter.add(1);
            }
        });
    }

    @Override
    void begin() {
        recorder.reset();
    }

    @Override
    void measured(Map<String, Double> figures, double elements, double nanos) {
        Percentiles.put(figures, "", recorder, 50, 99, 99.9);
    }
}
