package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferState;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The reply of a {@link Script}: the state of the buffer, and then numbers and texts. */
record Reply(List<Object> values) {

    private static final int LOST = -1;

    /* By their codes. */
    private static final List<BufferState> STATES =
            List.of(BufferState.OPEN, BufferState.DRAINING, BufferState.DRAINED, BufferState.CLOSED);

    /** Returns whether the server does not have the generation that was asked for. */
    boolean isLost() {
        return code() == LOST;
    }

    BufferState state() {
        int code = code();
        if (code < 0) {
            throw new IllegalStateException("The server executed a later command of the same lane before");
        }
        return STATES.get(code);
    }

    private int code() {
        return integer(0);
    }

    int integer(int index) {
        return (int) Math.min(Integer.MAX_VALUE, number(index));
    }

    long number(int index) {
        return ((Number) values.get(index)).longValue();
    }

    byte[] bytes(int index) {
        return (byte[]) values.get(index);
    }

    String text(int index) {
        return new String(bytes(index), StandardCharsets.UTF_8);
    }

    int size() {
        return values.size();
    }
}
