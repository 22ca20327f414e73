package io.github.buffer4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJI_Result;

/** The statistics are a consistent snapshot. */
@JCStressTest
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "before")
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "between")
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "after")
@State
public class StatisticsStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);

    @Actor
    public void addAndTake() {
        buffer.offer(1);
        buffer.poll();
    }

    @Actor
    public void stats(JJI_Result r) {
        BufferStats stats = buffer.stats();
        r.r1 = stats.written();
        r.r2 = stats.read();
        r.r3 = stats.size();
    }
}
