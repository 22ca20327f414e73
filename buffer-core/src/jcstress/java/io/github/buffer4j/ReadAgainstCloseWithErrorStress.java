package io.github.buffer4j;

import java.io.IOException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IJJ_Result;

/** The last element is either read, or dropped and counted; a reader that is too late gets the error. */
@JCStressTest
@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "read, then closed")
@Outcome(id = "-1, 0, 1", expect = Expect.ACCEPTABLE, desc = "closed first")
@State
public class ReadAgainstCloseWithErrorStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);

    public ReadAgainstCloseWithErrorStress() {
        buffer.offer(1);
    }

    @Actor
    public void read(IJJ_Result r) {
        try {
            r.r1 = Uninterrupted.call(() -> buffer.read(new Integer[1]));
        } catch (BufferClosedException e) {
            r.r1 = -1;
        }
    }

    @Actor
    public void close() {
        buffer.closeWithError(new IOException("cut"));
    }

    @Arbiter
    public void counts(IJJ_Result r) {
        BufferStats stats = buffer.stats();
        r.r2 = stats.read();
        r.r3 = stats.droppedOnClose();
    }
}
