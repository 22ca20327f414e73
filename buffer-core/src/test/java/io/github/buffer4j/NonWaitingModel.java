package io.github.buffer4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sequential specification of {@link NonWaitingCalls}, without the engine and without a lock. */
public abstract class NonWaitingModel {

    private final Kind kind;
    private final Deque<Integer> elements = new ArrayDeque<>();
    private BufferState state = BufferState.OPEN;
    private long peakSize;
    private long written;
    private long read;
    private long overwritten;
    private long discarded;
    private long dropped;
    private long rejected;

    NonWaitingModel(Kind kind) {
        this.kind = kind;
    }

    public static final class OfBlock extends NonWaitingModel {
        public OfBlock() {
            super(Kind.BLOCK);
        }
    }

    public static final class OfRing extends NonWaitingModel {
        public OfRing() {
            super(Kind.RING);
        }
    }

    public static final class OfGrowable extends NonWaitingModel {
        public OfGrowable() {
            super(Kind.GROWABLE);
        }
    }

    public boolean offer(int element) {
        boolean full = elements.size() == NonWaitingCalls.CAPACITY;
        if (state != BufferState.OPEN || (full && kind != Kind.RING)) {
            rejected++;
            return false;
        }
        if (full) {
            elements.remove();
            overwritten++;
        }
        elements.add(element);
        written++;
        peakSize = Math.max(peakSize, elements.size());
        return true;
    }

    public int offerTwo(int first, int second) {
        return (offer(first) ? 1 : 0) + (offer(second) ? 1 : 0);
    }

    public @Nullable Integer poll() {
        Integer element = leave();
        if (element != null) {
            read++;
        }
        return element;
    }

    private @Nullable Integer leave() {
        Integer element = elements.poll();
        if (elements.isEmpty() && state == BufferState.DRAINING) {
            state = BufferState.DRAINED;
        }
        return element;
    }

    public List<Integer> drainTwo() {
        List<Integer> taken = new ArrayList<>();
        for (int n = Math.min(2, elements.size()); n > 0; n--) {
            taken.add(poll());
        }
        return taken;
    }

    public @Nullable Integer peek() {
        return elements.peek();
    }

    public List<Integer> snapshot() {
        return List.copyOf(elements);
    }

    public int size() {
        return elements.size();
    }

    public int discardOne() {
        return discard(1);
    }

    public int reset() {
        return discard(elements.size());
    }

    private int discard(int max) {
        int n = 0;
        while (n < max && leave() != null) {
            n++;
        }
        discarded += n;
        return n;
    }

    public boolean closeWrite() {
        if (state != BufferState.OPEN) {
            return false;
        }
        state = elements.isEmpty() ? BufferState.DRAINED : BufferState.DRAINING;
        return true;
    }

    public boolean closeWithError() {
        if (state.isTerminal()) {
            return false;
        }
        state = BufferState.CLOSED;
        dropped += elements.size();
        elements.clear();
        return true;
    }

    public BufferState state() {
        return state;
    }

    public List<Long> totals() {
        return List.of((long) elements.size(), peakSize, written, read, overwritten, discarded, dropped, rejected);
    }
}
