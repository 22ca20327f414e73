package io.github.buffer4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A single-threaded model of the contract, in the simplest possible code. Where a thread would wait, it throws {@link
 * WouldWait} and changes nothing.
 */
final class BufferModel extends BufferModelState {

    BufferModel(Kind kind, int capacity, DropListener<Integer> listener) {
        super(kind, capacity, listener);
    }

    // Writing

    @Override
    public void add(Integer element) {
        write(new Integer[] {element}, 0, 1);
    }

    @Override
    public void write(Integer[] source, int offset, int length) {
        requireElements(source, offset, length);
        if (length > 0 && state != BufferState.OPEN) {
            rejected += length;
            throw closed();
        }
        if (room() < length) {
            if (kind == Kind.BLOCK) {
                throw new WouldWait();
            }
            rejected += length;
            throw new BufferFullException("full");
        }
        enter(source, offset, length);
    }

    @Override
    public boolean offer(Integer element) {
        return offer(new Integer[] {element}, 0, 1) == 1;
    }

    @Override
    public boolean offer(Integer element, Duration timeout) {
        if (!timeout.isZero() && kind == Kind.BLOCK && state == BufferState.OPEN && room() == 0) {
            throw new WouldWait();
        }
        return offer(element);
    }

    @Override
    public int offer(Integer[] source, int offset, int length) {
        requireElements(source, offset, length);
        int n = state == BufferState.OPEN ? Math.min(length, room()) : 0;
        enter(source, offset, n);
        rejected += length - n;
        return n;
    }

    private int room() {
        return kind == Kind.RING ? Integer.MAX_VALUE : Math.max(0, capacity - elements.size());
    }

    private void enter(Integer[] source, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            if (kind == Kind.RING && elements.size() == capacity) {
                drop(1, DropReason.OVERWRITTEN);
            }
            elements.add(source[i]);
            written++;
            peakSize = Math.max(peakSize, elements.size());
        }
    }

    private static void requireElements(Integer[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        for (int i = offset; i < offset + length; i++) {
            Objects.requireNonNull(source[i]);
        }
    }

    // Reading

    @Override
    public @Nullable Integer next() {
        if (elements.isEmpty()) {
            requireCleanEnd();
            return null;
        }
        return take();
    }

    @Override
    public int read(@Nullable Integer[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length > 0 && elements.isEmpty()) {
            requireCleanEnd();
            return -1;
        }
        int n = Math.min(length, elements.size());
        for (int i = 0; i < n; i++) {
            target[offset + i] = take();
        }
        return n;
    }

    @Override
    public @Nullable Integer poll() {
        return elements.isEmpty() ? null : take();
    }

    @Override
    public @Nullable Integer poll(Duration timeout) {
        if (!timeout.isZero() && state == BufferState.OPEN && elements.isEmpty()) {
            throw new WouldWait();
        }
        return poll();
    }

    @Override
    public List<Integer> readBatch(int max, Duration linger) {
        requirePositive(max);
        if (elements.isEmpty()) {
            requireCleanEnd();
        }
        if (!linger.isZero() && state == BufferState.OPEN && elements.size() < max) {
            throw new WouldWait();
        }
        return take(max);
    }

    @Override
    public int drainTo(Collection<? super Integer> target, int max) {
        requireNotNegative(max);
        List<Integer> taken = take(max);
        for (int i = 0; i < taken.size(); i++) {
            try {
                target.add(taken.get(i));
            } catch (RuntimeException e) {
                putBack(taken.subList(i, taken.size()));
                throw e;
            }
        }
        return taken.size();
    }

    @Override
    public void putBack(List<? extends Integer> rejects) {
        rejects.forEach(Objects::requireNonNull);
        boolean ended = state.isTerminal();
        written += rejects.size();
        head -= rejects.size();
        for (int i = rejects.size() - 1; i >= 0; i--) {
            elements.addFirst(rejects.get(i));
        }
        if (ended) {
            drop(rejects.size(), DropReason.DISCARDED);
        } else if (kind == Kind.RING) {
            drop(Math.max(0, elements.size() - capacity), DropReason.DISCARDED);
        }
        peakSize = Math.max(peakSize, elements.size());
    }

    @Override
    public @Nullable Envelope<Integer> nextEnvelope() {
        long sequence = head;
        Integer element = next();
        return element == null ? null : new Envelope<>(element, sequence, null);
    }

    @Override
    public List<Envelope<Integer>> readEnvelopes(int max, Duration linger) {
        long sequence = head;
        List<Envelope<Integer>> envelopes = new ArrayList<>();
        for (Integer element : readBatch(max, linger)) {
            envelopes.add(new Envelope<>(element, sequence++, null));
        }
        return envelopes;
    }

    @Override
    public void forEach(Consumer<? super Integer> action) {
        if (state == BufferState.OPEN) {
            throw new WouldWait();
        }
        while (!elements.isEmpty()) {
            action.accept(take());
        }
        requireCleanEnd();
    }

    @Override
    public @Nullable Integer peek() {
        return elements.peek();
    }

    @Override
    public List<Integer> snapshot() {
        return List.copyOf(elements);
    }

    @Override
    public int discard(int count) {
        requireNotNegative(count);
        int n = Math.min(count, elements.size());
        drop(n, DropReason.DISCARDED);
        return n;
    }
}
