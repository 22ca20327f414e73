package io.github.buffer4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLJ_Result;

/** An element is either overwritten or read. */
@JCStressTest
@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "read, then there was room")
@Outcome(id = "2, null, 1", expect = Expect.ACCEPTABLE, desc = "overwritten, then the newer one was read")
@State
public class OverwriteAgainstPollStress {

    private final Buffer<Integer> buffer = new RingBuffer<>(1);

    public OverwriteAgainstPollStress() {
        buffer.offer(1);
    }

    @Actor
    public void overwrite() {
        buffer.offer(2);
    }

    @Actor
    public void poll(LLJ_Result r) {
        r.r1 = buffer.poll();
    }

    @Arbiter
    public void remains(LLJ_Result r) {
        r.r2 = buffer.peek();
        r.r3 = buffer.stats().overwritten();
    }
}
