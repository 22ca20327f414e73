package io.github.buffer4j;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Each element leaves exactly once, either read or discarded. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "read, then discarded")
@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "discarded, then read")
@State
public class DiscardAgainstPollStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(2);

    public DiscardAgainstPollStress() {
        buffer.offer(1);
        buffer.offer(2);
    }

    @Actor
    public void discard(III_Result r) {
        r.r1 = buffer.discard(1);
    }

    @Actor
    public void poll(III_Result r) {
        r.r2 = Objects.requireNonNull(buffer.poll());
    }

    @Arbiter
    public void remains(III_Result r) {
        r.r3 = buffer.size();
    }
}
