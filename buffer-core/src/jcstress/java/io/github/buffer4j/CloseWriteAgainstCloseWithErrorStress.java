package io.github.buffer4j;

import java.io.IOException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Of two calls that close an empty buffer exactly one takes effect and determines the state. */
@JCStressTest
@Outcome(id = "true, false, DRAINED", expect = Expect.ACCEPTABLE, desc = "closeWrite first")
@Outcome(id = "false, true, CLOSED", expect = Expect.ACCEPTABLE, desc = "closeWithError first")
@State
public class CloseWriteAgainstCloseWithErrorStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);

    @Actor
    public void closeWrite(ZZL_Result r) {
        r.r1 = buffer.closeWrite();
    }

    @Actor
    public void closeWithError(ZZL_Result r) {
        r.r2 = buffer.closeWithError(new IOException("cut"));
    }

    @Arbiter
    public void state(ZZL_Result r) {
        r.r3 = buffer.state();
    }
}
