package io.github.buffer4j.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Recorder;

/**
 * One thread makes a call each millisecond, while others use the pipe continuously: each of them alternately writes and
 * reads an element. The pipe is half full, so that threads contend with each other but never wait for elements or for
 * room. The four calls alternate, and the time within a call is measured. A queue has no statistics, so its size is
 * used instead.
 */
final class CallerTrial extends Trial {

    private static final int CAPACITY = 1024;
    private static final String ALL = "call";
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final int others;
    private final Map<String, Recorder> recorders = new LinkedHashMap<>();

    CallerTrial(int others) {
        this.others = others;
    }

    @Override
    int windowMillis() {
        return others < 8 ? 1_500 : 3_000; // with many other threads, calls take long and are therefore few
    }

    @Override
    void start(Peer peer) throws Exception {
        Pipe pipe = peer.open(new Shape(others, others, CAPACITY));
        for (int i = 0; i < CAPACITY / 2; i++) {
            pipe.put(ELEMENT);
        }
        for (int i = 0; i < others; i++) {
            run(counter -> {
                while (true) {
                    pipe.put(ELEMENT);
                    counter.add(pipe.take());
                }
            });
        }
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("stats", pipe::stats);
        calls.put("offer", () -> pipe.offer(ELEMENT));
        calls.put("size", pipe::size);
        calls.put("poll", pipe::poll);
        calls.keySet().forEach(call -> recorders.put(call, Percentiles.recorder()));
        recorders.put(ALL, Percentiles.recorder());
        run(counter -> {
            while (true) {
                calls.forEach((name, call) -> {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    long begin = System.nanoTime();
                    call.run();
                    long nanos = System.nanoTime() - begin;
                    recorders.get(name).recordValue(nanos);
                    recorders.get(ALL).recordValue(nanos);
                });
            }
        });
    }

    @Override
    void begin() {
        recorders.values().forEach(Recorder::reset);
    }

    @Override
    void measured(Map<String, Double> figures, double elements, double nanos) {
        figures.put(RATE, 1_000 * elements / nanos);
        recorders.forEach((call, recorder) -> Percentiles.put(figures, call + " ", recorder, 50, 99));
    }
}
