package io.github.buffer4j;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZIZ_Result;

/** An element is in the buffer if and only if the writer was not refused, and none enters after closing. */
@JCStressTest
@Outcome(id = "true, 1, true", expect = Expect.ACCEPTABLE, desc = "added, then closed")
@Outcome(id = "false, 0, true", expect = Expect.ACCEPTABLE, desc = "closed first")
@State
public class AddAgainstCloseWriteStress {

    private final Buffer<Integer> buffer = new BlockBuffer<>(1);

    @Actor
    public void add(ZIZ_Result r) {
        try {
            r.r1 = Uninterrupted.call(() -> {
                buffer.add(1);
                return true;
            });
        } catch (BufferClosedException e) {
            r.r1 = false;
        }
    }

    @Actor
    public void closeWrite(ZIZ_Result r) {
        r.r3 = buffer.closeWrite();
    }

    @Arbiter
    public void remains(ZIZ_Result r) {
        r.r2 = buffer.size();
    }
}
