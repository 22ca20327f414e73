package io.github.buffer4j;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** Actions prior to closing a buffer happen-before the actions of a thread that has seen it drained or closed. */
@JCStressTest
@Outcome(id = "true, 1", expect = Expect.ACCEPTABLE, desc = "published by the close")
@Outcome(id = "false, 0", expect = Expect.ACCEPTABLE, desc = "not closed yet")
@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "about to be closed")
@State
public class DrainedPublicationStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);
    private int before;

    @Actor
    public void close() {
        before = 1;
        buffer.close();
    }

    @Actor
    public void await(ZI_Result r) {
        r.r1 = Uninterrupted.call(() -> buffer.awaitDrained(Duration.ZERO));
        r.r2 = before;
    }
}
