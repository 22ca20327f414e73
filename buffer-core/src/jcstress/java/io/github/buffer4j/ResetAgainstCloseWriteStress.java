package io.github.buffer4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** The buffer is drained in the end, whichever call comes first. */
@JCStressTest
@Outcome(id = "1, DRAINED", expect = Expect.ACCEPTABLE, desc = "reset drops the element")
@State
public class ResetAgainstCloseWriteStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);

    public ResetAgainstCloseWriteStress() {
        buffer.offer(1);
    }

    @Actor
    public void reset(IL_Result r) {
        r.r1 = buffer.reset();
    }

    @Actor
    public void closeWrite() {
        buffer.closeWrite();
    }

    @Arbiter
    public void state(IL_Result r) {
        r.r2 = buffer.state();
    }
}
