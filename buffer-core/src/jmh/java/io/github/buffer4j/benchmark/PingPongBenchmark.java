package io.github.buffer4j.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The round-trip time of an element to another thread and back. Each direction wakes a waiting thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PingPongBenchmark {

    private static final Integer BALL = 1;
    private static final Integer LAST = 0;

    /** The kind of the two pipes. */
    @Param("BLOCK_BUFFER")
    public String peer;

    private Pipe there;
    private Pipe back;
    private Thread partner;

    /** Starts the other thread. */
    @Setup
    public void start() {
        Shape shape = new Shape(1, 1, 16);
        there = Peer.valueOf(peer).open(shape);
        back = Peer.valueOf(peer).open(shape);
        partner = new Thread(this::sendBack);
        partner.start();
    }

    private void sendBack() {
        try {
            for (Integer ball = BALL; ball == BALL; ) {
                ball = there.take();
                back.put(ball);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the other thread. */
    @TearDown
    public void stop() throws Exception {
        there.put(LAST);
        if (back.take() != LAST) {
            throw new IllegalStateException("the last ball did not come back");
        }
        partner.join();
    }

    /** Sends an element to the other thread and waits for its return. */
    @Benchmark
    public Integer roundTrip() throws Exception {
        there.put(BALL);
        return back.take();
    }
}
