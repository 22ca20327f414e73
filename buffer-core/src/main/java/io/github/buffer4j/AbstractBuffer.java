package io.github.buffer4j;

import static io.github.buffer4j.Arguments.requireElements;
import static io.github.buffer4j.Arguments.requireInRange;
import static io.github.buffer4j.Arguments.requireNotNegative;
import static io.github.buffer4j.RelayCondition.FOREVER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The three kinds of buffer for elements: the calls that transfer elements, under the lock of the engine.
 *
 * @param <E> the type of the elements
 */
abstract class AbstractBuffer<E> extends AbstractStreamingBuffer implements Buffer<E> {

    /* The contents, by their type. */
    private final Elements<E> elements;

    /* Null if the buffer has no context carrier. */
    private final @Nullable Contexts contexts;

    /**
     * Creates an open, empty buffer.
     *
     * @param options the builder's options
     * @param kind what the buffer does when it is full
     * @param room how many elements fit
     */
    @SuppressWarnings("unchecked")
    AbstractBuffer(BufferBuilder<E> options, BufferKind kind, Contents.Room room) {
        super(
                options.options(),
                kind,
                "element",
                options.drops(),
                room,
                (size, readers, writers, observers) -> new Elements<>(options, size, readers, writers, observers));
        this.elements = (Elements<E>) contents;
        this.contexts = options.contexts();
    }

    // Writing

    @Override
    public void add(E element) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        Object context = captureContext();
        boolean open;
        acquireInterruptibly();
        try {
            if (state == BufferState.OPEN && (room() > 0 || awaitAdmission(1, FOREVER, false) == 1)) {
                elements.append(element, context);
                return;
            }
            reject(1);
            open = state == BufferState.OPEN;
        } finally {
            unlock();
        }
        throw refusal(open, 0, 1);
    }

    @Override
    public void write(E[] source, int offset, int length) throws InterruptedException {
        requireElements(source, offset, length);
        if (length > 0) {
            writeRun(source, offset, length, captureContext());
        }
    }

    @Override
    public boolean offer(E element) {
        Objects.requireNonNull(element, "element");
        Object context = captureContext();
        acquire();
        try {
            return appendOrReject(element, context, state == BufferState.OPEN && admitUpTo(1) == 1);
        } finally {
            unlock();
        }
    }

    @Override
    public boolean offer(E element, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        Object context = captureContext();
        acquireInterruptibly();
        try {
            return appendOrReject(element, context, state == BufferState.OPEN && awaitAdmission(1, nanos, false) == 1);
        } finally {
            unlock();
        }
    }

    private boolean appendOrReject(E element, @Nullable Object context, boolean admitted) {
        if (admitted) {
            elements.append(element, context);
        } else {
            reject(1);
        }
        return admitted;
    }

    @Override
    public int offer(E[] source, int offset, int length) {
        requireElements(source, offset, length);
        return length == 0 ? 0 : offerRun(source, offset, length, captureContext());
    }

    private @Nullable Object captureContext() {
        return contexts == null ? null : contexts.capture();
    }

    // Reading

    @Override
    public @Nullable E next() throws InterruptedException {
        acquireInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                return take();
            }
            if (hasEndedCleanly()) {
                return null;
            }
        } finally {
            unlock();
        }
        throw endedByError();
    }

    private E take() {
        E element = elements.take();
        endIfDrained();
        return element;
    }

    @Override
    public @Nullable Envelope<E> nextEnvelope() throws InterruptedException {
        acquireInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                Envelope<E> envelope = elements.envelope(0);
                take();
                return envelope;
            }
            if (hasEndedCleanly()) {
                return null;
            }
        } finally {
            unlock();
        }
        throw endedByError();
    }

    @Override
    public int read(@Nullable E[] target, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : readRun(target, offset, length, FOREVER);
    }

    @Override
    public @Nullable E poll() {
        acquire();
        try {
            return findElement() ? take() : null;
        } finally {
            unlock();
        }
    }

    @Override
    public @Nullable E poll(Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        acquireInterruptibly();
        try {
            return awaitElement(nanos) ? take() : null;
        } finally {
            unlock();
        }
    }

    @Override
    public List<E> readBatch(int max, Duration linger) throws InterruptedException {
        return collect(max, linger, n -> Arrays.asList(elements.copyOldest(n)));
    }

    @Override
    public List<Envelope<E>> readEnvelopes(int max, Duration linger) throws InterruptedException {
        return collect(max, linger, n -> {
            List<Envelope<E>> envelopes = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                envelopes.add(elements.envelope(i));
            }
            return envelopes;
        });
    }

    /* Collects a batch. The function maps the n oldest elements to entries of the batch. */
    private <T> List<T> collect(int max, Duration linger, IntFunction<List<T>> oldest) throws InterruptedException {
        requireInRange("max", max, Integer.MAX_VALUE);
        long lingerNanos = Math.max(0, TimeUnit.NANOSECONDS.convert(linger));
        List<T> batch = new ArrayList<>();
        List<T> result = Collections.unmodifiableList(batch);
        acquireInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                long begin = System.nanoTime();
                do {
                    int n = Math.min(max - batch.size(), contents.size());
                    batch.addAll(oldest.apply(n));
                    remove(n, batch.size());
                } while (batch.size() < max
                        && awaitBatch(max - batch.size(), lingerNanos - (System.nanoTime() - begin)));
            }
            if (!batch.isEmpty() || hasEndedCleanly()) {
                return result;
            }
        } catch (InterruptedException e) {
            if (batch.isEmpty()) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return result;
        } catch (OutOfMemoryError e) {
            if (batch.isEmpty()) {
                throw e;
            }
            return result;
        } finally {
            unlock();
        }
        throw endedByError();
    }

    @Override
    public void forEach(Consumer<? super E> action) throws InterruptedException {
        Objects.requireNonNull(action, "action");
        threads.entersLoop();
        try {
            if (contexts == null) {
                Buffer.super.forEach(action);
                return;
            }
            for (Envelope<E> envelope = nextEnvelope(); envelope != null; envelope = nextEnvelope()) {
                contexts.run(envelope, action);
            }
        } finally {
            threads.leavesLoop();
        }
    }

    @Override
    public Stream<E> stream() {
        ReadingSpliterator<E> elements = new ReadingSpliterator<>(this, threads::entersLoop, threads::leavesLoop);
        return StreamSupport.stream(elements, false).onClose(elements::leave);
    }

    @Override
    public int drainTo(Collection<? super E> target, int max) {
        Objects.requireNonNull(target, "target");
        requireNotNegative("max", max);
        if (target instanceof BufferQueue<?> queue && queue.isViewOf(this)) {
            throw new IllegalArgumentException("Cannot drain " + this + " to itself");
        }
        @Nullable Object[] taken;
        @Nullable Object @Nullable [] takenContexts;
        int n;
        long number;
        lock.lock();
        try {
            n = Math.min(max, contents.size());
            if (n == 0) {
                findElement();
                return 0;
            }
            number = contents.head();
            takenContexts = elements.copyContexts(n);
            taken = elements.scratch.take(n);
            elements.copyOldest(taken, 0, n);
            remove(n, n);
        } finally {
            unlock();
        }
        int moved = 0;
        try {
            for (; moved < n; moved++) {
                target.add(cast(taken[moved]));
            }
        } finally {
            if (moved < n) {
                putBackOrDiscard(taken, takenContexts, moved, n - moved, number + moved);
            }
        }
        elements.scratch.giveBack(taken, n);
        return n;
    }

    @Override
    public void putBack(List<? extends E> elements) {
        @Nullable Object[] source = elements.toArray();
        requireElements(source, 0, source.length);
        putBack(source, contexts == null || source.length == 0 ? null : contexts.capture(source.length));
    }

    @Override
    public void putBackEnvelopes(List<? extends Envelope<? extends E>> envelopes) {
        @Nullable Object[] source = envelopes.toArray();
        @Nullable Object[] sourceContexts = Contexts.unwrap(source);
        requireElements(source, 0, source.length);
        putBack(source, sourceContexts);
    }

    private void putBack(@Nullable Object[] source, @Nullable Object @Nullable [] sourceContexts) {
        if (source.length == 0) {
            return;
        }
        lock.lock();
        try {
            putBack(source, sourceContexts, 0, source.length, contents.head() - source.length);
        } finally {
            unlock();
        }
    }

    /* If memory is insufficient, the elements are discarded, since no caller holds them any more. */
    private void putBackOrDiscard(
            @Nullable Object[] source, @Nullable Object @Nullable [] sourceContexts, int from, int n, long number) {
        lock.lock();
        try {
            putBack(source, sourceContexts, from, n, number);
        } catch (OutOfMemoryError e) {
            elements.discardTaken(source, from, n);
        } finally {
            unlock();
        }
    }

    /*
     * Puts back n elements of an array, starting at an index, and discards those that do not fit. They originally had
     * the given sequence number and the following ones. Call with the lock held.
     */
    private void putBack(
            @Nullable Object[] source, @Nullable Object @Nullable [] sourceContexts, int from, int n, long number) {
        long size = (long) contents.size() + n;
        int lost = state.isTerminal() || size > Slots.MAX_LENGTH ? n : evictionsFor((int) size, contents.limit());
        elements.putBack(source, sourceContexts, from, n, lost, number);
    }

    @Override
    public @Nullable E peek() {
        lock.lock();
        try {
            return contents.isEmpty() ? null : elements.get(0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<E> snapshot() {
        lock.lock();
        try {
            return Collections.unmodifiableList(Arrays.asList(elements.copyOldest(contents.size())));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable ContextCarrier contextCarrier() {
        return contexts;
    }

    @SuppressWarnings("unchecked")
    private E cast(Object element) {
        return (E) element;
    }
}
