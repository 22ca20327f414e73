package io.github.buffer4j;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Of two offers for the last slot exactly one succeeds. */
@JCStressTest
@Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "the first offer")
@Outcome(id = "false, true, 2", expect = Expect.ACCEPTABLE, desc = "the second offer")
@State
public class OfferAgainstOfferStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);

    @Actor
    public void first(ZZI_Result r) {
        r.r1 = buffer.offer(1);
    }

    @Actor
    public void second(ZZI_Result r) {
        r.r2 = buffer.offer(2);
    }

    @Arbiter
    public void remains(ZZI_Result r) {
        r.r3 = Objects.requireNonNull(buffer.poll());
    }
}
