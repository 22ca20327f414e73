package io.github.buffer4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The size is a consistent value. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "before or after")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "between")
@State
public class SizeStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);

    @Actor
    public void addAndTake() {
        buffer.offer(1);
        buffer.poll();
    }

    @Actor
    public void size(I_Result r) {
        r.r1 = buffer.size();
    }
}
