package io.github.buffer4j;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The part of {@link BufferModel} that neither writes nor reads: elements, totals, states and removal. */
abstract class BufferModelState implements Buffer<Integer> {

    /** Thrown by a call that would wait, which a single thread must not make. */
    static final class WouldWait extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    final Kind kind;
    private final DropListener<Integer> listener;
    final Deque<Integer> elements = new ArrayDeque<>();
    int capacity;
    BufferState state = BufferState.OPEN;

    @Nullable
    Throwable error;

    int peakSize;

    /* The number of the oldest element, or of the next one to enter. */
    long head;

    long written;
    private long read;
    private long overwritten;
    private long discarded;
    private long droppedOnClose;
    long rejected;

    BufferModelState(Kind kind, int capacity, DropListener<Integer> listener) {
        this.kind = kind;
        this.capacity = capacity;
        this.listener = listener;
    }

    // Removal

    final List<Integer> take(int max) {
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < max && !elements.isEmpty()) {
            taken.add(take());
        }
        return taken;
    }

    final Integer take() {
        read++;
        return leave();
    }

    private Integer leave() {
        Integer element = elements.remove();
        head++;
        if (elements.isEmpty() && state == BufferState.DRAINING) {
            state = BufferState.DRAINED;
        }
        return element;
    }

    final void drop(int n, DropReason reason) {
        for (int i = 0; i < n; i++) {
            switch (reason) {
                case OVERWRITTEN -> overwritten++;
                case DISCARDED -> discarded++;
                case CLOSED -> droppedOnClose++;
            }
            listener.onDrop(leave(), reason);
        }
    }

    final void requireCleanEnd() {
        if (state == BufferState.OPEN) {
            throw new WouldWait();
        }
        if (state == BufferState.CLOSED || error != null) {
            throw closed();
        }
    }

    final BufferClosedException closed() {
        return new BufferClosedException("closed", error, 0);
    }

    static void requirePositive(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("" + value);
        }
    }

    static void requireNotNegative(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("" + value);
        }
    }

    // Both ends

    @Override
    public int size() {
        return elements.size();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int reset() {
        return discard(elements.size());
    }

    @Override
    public void resize(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("" + capacity);
        }
        if (state.isTerminal()) {
            throw closed();
        }
        this.capacity = capacity;
        if (kind == Kind.RING) {
            drop(Math.max(0, elements.size() - capacity), DropReason.DISCARDED);
        }
    }

    @Override
    public boolean closeWrite() {
        return endWriting(null);
    }

    @Override
    public boolean closeWrite(Throwable cause) {
        return endWriting(cause);
    }

    private boolean endWriting(@Nullable Throwable cause) {
        if (state != BufferState.OPEN) {
            return false;
        }
        error = cause;
        state = elements.isEmpty() ? BufferState.DRAINED : BufferState.DRAINING;
        return true;
    }

    @Override
    public boolean closeWithError(@Nullable Throwable cause) {
        if (state.isTerminal()) {
            return false;
        }
        state = BufferState.CLOSED;
        error = error == null ? cause : error;
        drop(elements.size(), DropReason.CLOSED);
        return true;
    }

    @Override
    public void close() {
        closeWithError(null);
    }

    @Override
    public boolean awaitDrained(Duration timeout) {
        return state.isTerminal();
    }

    @Override
    public @Nullable Throwable error() {
        return error;
    }

    @Override
    public BufferState state() {
        return state;
    }

    @Override
    public BufferStats stats() {
        return new BufferStats(
                elements.size(),
                capacity,
                peakSize,
                peakSize,
                written,
                read,
                overwritten,
                discarded,
                droppedOnClose,
                rejected,
                0,
                0,
                0,
                0,
                0,
                0,
                OptionalLong.empty(),
                state);
    }

    @Override
    public String name() {
        return "";
    }
}
