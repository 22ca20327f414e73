package io.github.buffer4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Actions prior to closing the writing end happen-before the actions of a thread that has seen the end. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "published by the end")
@State
public class EndPublicationStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);
    private int before;

    @Actor
    public void closeWrite() {
        before = 1;
        buffer.closeWrite();
    }

    @Actor
    public void read(I_Result r) {
        r.r1 = Uninterrupted.next(buffer) == null ? before : -1;
    }
}
