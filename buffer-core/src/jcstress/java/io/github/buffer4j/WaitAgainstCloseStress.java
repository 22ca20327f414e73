package io.github.buffer4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A reader that waits, or is about to wait, sees the end. */
@JCStressTest
@Outcome(id = "null", expect = Expect.ACCEPTABLE, desc = "the end")
@State
public class WaitAgainstCloseStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);

    @Actor
    public void read(L_Result r) {
        r.r1 = Uninterrupted.next(buffer);
    }

    @Actor
    public void closeWrite() {
        buffer.closeWrite();
    }
}
