package io.github.buffer4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls that may wait, on a buffer of capacity three. Each has its expected {@link Call#outcome()} if, while it
 * waits, the stream ends, the stream fails, or the thread is interrupted; and if the thread is interrupted after its
 * signal.
 */
@SuppressWarnings("ImmutableEnumChecker")
public enum Waiter {
    NEXT(Buffer::next, "null", "closed", "interrupted", "x"),
    READ(buffer -> buffer.read(new String[2]), "-1", "closed", "interrupted", "1"),
    READ_BATCH(buffer -> buffer.readBatch(1, WaitingContract.LONG), "[]", "closed", "interrupted", "[x]"),
    POLL(buffer -> buffer.poll(WaitingContract.LONG), "null", "null", "interrupted", "x"),
    LINGER(buffer -> buffer.readBatch(2, WaitingContract.LONG), "[a]", "[a]", "[a]", "[a, x]"),
    ADD(writing(buffer -> buffer.add("w")), "closed", "closed", "interrupted", "true"),
    WRITE(writing(buffer -> buffer.write(new String[] {"w"})), "closed", "closed", "interrupted after 0", "true"),
    OFFER(buffer -> buffer.offer("w", WaitingContract.LONG), "false", "false", "interrupted", "true"),
    RUN(
            writing(buffer -> buffer.write("abcdefg".split(""))),
            "closed after 3",
            "closed after 3",
            "interrupted after 3",
            "interrupted after 4");

    private interface Operation {
        @Nullable
        Object on(Buffer<String> buffer) throws Exception;
    }

    private interface Writing {
        void to(Buffer<String> buffer) throws Exception;
    }

    private static Operation writing(Writing writing) {
        return buffer -> {
            writing.to(buffer);
            return true;
        };
    }

    private final Operation operation;
    final String atTheEnd;
    final String atAnError;
    final String interrupted;
    final String interruptedAfterItsSignal;

    Waiter(
            Operation operation,
            String atTheEnd,
            String atAnError,
            String interrupted,
            String interruptedAfterItsSignal) {
        this.operation = operation;
        this.atTheEnd = atTheEnd;
        this.atAnError = atAnError;
        this.interrupted = interrupted;
        this.interruptedAfterItsSignal = interruptedAfterItsSignal;
    }

    boolean writes() {
        return compareTo(ADD) >= 0;
    }

    /** Returns an empty buffer of capacity three after making it one on which this call waits. */
    <B extends Buffer<String>> B on(B buffer) throws InterruptedException {
        if (this == LINGER) {
            buffer.add("a");
        } else if (writes() && this != RUN) {
            buffer.write(new String[] {"1", "2", "3"});
        }
        return buffer;
    }

    @Nullable
    Object operate(Buffer<String> buffer) throws Exception {
        return operation.on(buffer);
    }

    Call<?> call(Buffer<String> buffer) {
        return Call.of(() -> operate(buffer));
    }

    /** Starts calls one after the other, so that they wait in this order. */
    static List<Call<?>> wait(Buffer<String> buffer, List<Waiter> waiters) {
        List<Call<?>> calls = new ArrayList<>();
        for (Waiter waiter : waiters) {
            calls.add(waiter.call(buffer).awaitWaiting(buffer, calls.size() + 1));
        }
        return calls;
    }

    /** Applies the change that a call of this side waits for: an element, or room for one. */
    void satisfy(Buffer<String> buffer) throws Exception {
        if (writes()) {
            buffer.poll();
        } else {
            buffer.add("x");
        }
    }
}
