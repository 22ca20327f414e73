package io.github.buffer4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A snapshot contains all elements of a bulk write or none of them. */
@JCStressTest
@Outcome(id = "\\[\\]", expect = Expect.ACCEPTABLE, desc = "before")
@Outcome(id = "\\[1, 2\\]", expect = Expect.ACCEPTABLE, desc = "after")
@State
public class SnapshotAgainstWriteStress {

    private final Buffer<Integer> buffer = new GrowableBuffer<>(Buffer.builder(), 1, 2);

    @Actor
    public void write() {
        buffer.offer(new Integer[] {1, 2}, 0, 2);
    }

    @Actor
    public void snapshot(L_Result r) {
        r.r1 = buffer.snapshot();
    }
}
