package io.github.buffer4j;

import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Actions prior to writing an element happen-before the actions of its reader, whether or not it had to wait. */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "the whole element is visible")
@State
public class HandOverStress {

    private static final class Message {
        int first;
        int second;
    }

    private final Buffer<Message> buffer = new BlockBuffer<>(1);

    @Actor
    public void write() {
        Message message = new Message();
        message.first = 1;
        message.second = 2;
        buffer.offer(message);
    }

    @Actor
    public void read(II_Result r) {
        Message message = Objects.requireNonNull(Uninterrupted.next(buffer));
        r.r1 = message.first;
        r.r2 = message.second;
    }
}
