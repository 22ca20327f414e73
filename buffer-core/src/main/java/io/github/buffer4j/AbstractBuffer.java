package io.github.buffer4j;

import static io.github.buffer4j.Arguments.requireElements;
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
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The engine of the three kinds of buffer: the calls, which run under one lock, and the states. A subclass defines what
 * happens when the buffer is full, by overriding some of the methods from {@link #admitsRun} to {@link
 * #requireCapacity} and {@link #readAheadTarget}.
 *
 * @param <E> the type of the elements
 */
abstract class AbstractBuffer<E> extends Monitor<E> implements Buffer<E> {

    /*
     * A monitor: one lock, two sides, cascaded signals. The lock guards all mutable state. Waiting and signalling are
     * described in Monitor.
     *
     * Invariants while the lock is free:
     *   size <= limit, except after a shrinking resize or after elements were put back
     *   written == read + overwritten + discarded + droppedOnClose + size
     *     (written and read are not stored but derived from the sequence numbers: see Ledger)
     *   DRAINING implies size > 0; DRAINED and CLOSED imply size == 0 and no storage
     *   a writer that holds the turn spins, waits on turnHolderRoomFreed or was signalled there
     *
     * Signalling: a call that may change something releases the lock with unlock(), which signals. A call that changes
     * nothing uses lock.unlock().
     *
     * Out of memory: allocate before mutating, so that an OutOfMemoryError leaves the buffer unchanged.
     */

    private final String name;

    /* The error that ended the stream, if any: reported to readers after the last element, to writers at once. */
    private @Nullable Throwable error;

    /**
     * Creates an open, empty buffer.
     *
     * @param options the builder's options
     * @param initialLength the number of slots that the first element allocates, at most the capacity
     * @param keptLength the number of slots that are kept when elements leave, at most the capacity
     * @param capacity how many elements fit
     */
    AbstractBuffer(BufferBuilder<E> options, int initialLength, int keptLength, int capacity) {
        super(options, initialLength, keptLength, capacity);
        this.name = options.name();
    }

    // The behaviour of a full buffer. Called with the lock held, while the buffer is open.

    /** Returns whether a bulk write of this length may begin: true unless it needs room for all elements at once. */
    boolean admitsRun(int length) {
        return true;
    }

    /** Waits until there is room for an element; returns false on time-out or if writing has ended. */
    boolean awaitRoom(long nanos, boolean midRun) throws InterruptedException {
        return false;
    }

    /** Returns how many of the wanted elements, 0 or more, can enter without waiting. May evict others for them. */
    int admitUpTo(int wanted) {
        return Math.max(0, Math.min(wanted, room()));
    }

    /** Returns how many of the oldest elements must be evicted so that the size fits a capacity. */
    int evictionsFor(int size, int capacity) {
        return 0;
    }

    /** Throws {@link IllegalArgumentException} unless a resize to this capacity is possible. */
    void requireCapacity(int capacity) {
        requireInRange("capacity", capacity, BufferBuilder.MAX_CAPACITY);
    }

    static int requireInRange(String what, int value, int max) {
        return Arguments.requireInRange(what, value, max);
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
                contents.append(element, context);
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
        if (length == 0) {
            return;
        }
        Object context = captureContext();
        boolean open;
        int written = 0;
        try {
            acquireInterruptibly();
            try {
                if (state == BufferState.OPEN && admitsRun(length)) {
                    contents.reserve(length);
                    for (int n;
                            written < length && (n = awaitAdmission(length - written, FOREVER, written > 0)) > 0;
                            written += n) {
                        contents.append(source, offset + written, n, context);
                    }
                }
                reject(length - written);
                open = state == BufferState.OPEN;
            } finally {
                unlock();
            }
        } catch (InterruptedException e) {
            throw (InterruptedException) new InterruptedWriteException(written, length).initCause(e);
        }
        if (written < length) {
            throw refusal(open, written, length);
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
            contents.append(element, context);
        } else {
            reject(1);
        }
        return admitted;
    }

    @Override
    public int offer(E[] source, int offset, int length) {
        requireElements(source, offset, length);
        if (length == 0) {
            return 0;
        }
        Object context = captureContext();
        acquire();
        try {
            int written = 0;
            if (state == BufferState.OPEN) {
                for (int n; written < length && (n = admitUpTo(length - written)) > 0; written += n) {
                    contents.append(source, offset + written, n, context);
                }
            }
            reject(length - written);
            return written;
        } finally {
            unlock();
        }
    }

    private void reject(int n) {
        contents.ledger.rejected += n;
        if (n > 0 && state != BufferState.OPEN) {
            writerThreads.refused();
        }
    }

    private @Nullable Object captureContext() {
        return contexts == null ? null : contexts.capture();
    }

    /* Returns how many of the wanted elements can enter, after waiting if necessary; 0 if none can. */
    private int awaitAdmission(int wanted, long nanos, boolean midRun) throws InterruptedException {
        int n = admitUpTo(wanted);
        return n == 0 && awaitRoom(nanos, midRun) ? admitUpTo(wanted) : n;
    }

    private RuntimeException refusal(boolean open, int written, int length) {
        return open
                ? new BufferFullException(
                        "No room in " + this + " for " + length + (length == 1 ? " element" : " elements"))
                : new BufferClosedException(
                        "Cannot write to " + this + ": " + written + " of " + length + " elements were written",
                        error(),
                        written);
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

    @Override
    public @Nullable Envelope<E> nextEnvelope() throws InterruptedException {
        acquireInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                Envelope<E> envelope = contents.envelope(0);
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
        if (length == 0) {
            return 0;
        }
        acquireInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                int n = Math.min(length, contents.size());
                contents.copyOldest(target, offset, n);
                remove(n, n);
                return n;
            }
            if (hasEndedCleanly()) {
                return -1;
            }
        } finally {
            unlock();
        }
        throw endedByError();
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
        return collect(max, linger, n -> Arrays.asList(contents.copyOldest(n)));
    }

    @Override
    public List<Envelope<E>> readEnvelopes(int max, Duration linger) throws InterruptedException {
        return collect(max, linger, n -> {
            List<Envelope<E>> envelopes = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                envelopes.add(contents.envelope(i));
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
            takenContexts = contents.copyContexts(n);
            taken = contents.scratch.take(n);
            contents.copyOldest(taken, 0, n);
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
        contents.scratch.giveBack(taken, n);
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
            contents.discardTaken(source, from, n);
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
        int lost = state.isTerminal() || size > Storage.MAX_LENGTH ? n : evictionsFor((int) size, contents.limit());
        contents.putBack(source, sourceContexts, from, n, lost, number);
    }

    @Override
    public @Nullable E peek() {
        lock.lock();
        try {
            return contents.isEmpty() ? null : contents.get(0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<E> snapshot() {
        lock.lock();
        try {
            return Collections.unmodifiableList(Arrays.asList(contents.copyOldest(contents.size())));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int discard(int max) {
        requireNotNegative("max", max);
        lock.lock();
        try {
            readerThreads.comesBy(contents.readCount());
            return discardOldest(max);
        } finally {
            unlock();
        }
    }

    /* Returns whether the stream ended without an error. Call with the lock held, when no element can arrive. */
    private boolean hasEndedCleanly() {
        return state == BufferState.DRAINED && error == null;
    }

    private BufferClosedException endedByError() {
        return new BufferClosedException("Cannot read from " + this, error(), 0);
    }

    // Both ends

    @Override
    public int size() {
        lock.lock();
        try {
            return contents.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int capacity() {
        lock.lock();
        try {
            return contents.capacity();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int reset() {
        lock.lock();
        try {
            return discardOldest(Integer.MAX_VALUE);
        } finally {
            unlock();
        }
    }

    @Override
    public void resize(int capacity) {
        requireCapacity(capacity);
        lock.lock();
        try {
            if (!state.isTerminal()) {
                int evicted = evictionsFor(contents.size(), capacity);
                contents.resize(capacity);
                if (evicted > 0) {
                    contents.drop(evicted, DropReason.DISCARDED);
                }
                return;
            }
        } finally {
            unlock();
        }
        throw new BufferClosedException("Cannot resize " + this, error(), 0);
    }

    @Override
    public boolean closeWrite() {
        return closeWriteWith(null);
    }

    @Override
    public boolean closeWrite(Throwable cause) {
        return closeWriteWith(Objects.requireNonNull(cause, "cause"));
    }

    private boolean closeWriteWith(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (state != BufferState.OPEN) {
                return false;
            }
            error = cause;
            endWriting();
            return true;
        } finally {
            unlock();
        }
    }

    @Override
    public void close() {
        closeWithError(null);
    }

    @Override
    public boolean closeWithError(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (state.isTerminal()) {
                return false;
            }
            contents.dropOnClose();
            if (error == null) {
                error = cause;
            }
            end(BufferState.CLOSED);
            return true;
        } finally {
            unlock();
        }
    }

    @Override
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            while (!state.isTerminal() && left > 0) {
                left = terminated.await(left);
            }
            return state.isTerminal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Throwable error() {
        lock.lock();
        try {
            return error;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferStats stats() {
        lock.lock();
        try {
            return contents.stats(writers, readers, state);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable LongConsumer residenceListener() {
        return observers == null ? null : observers.residenceListener();
    }

    @Override
    public @Nullable ContextCarrier contextCarrier() {
        return contexts;
    }

    @Override
    public String name() {
        return name;
    }

    /** Returns the kind, the name, the size, the capacity and the state, for logs and messages. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return getClass().getSimpleName() + "[name=" + name + ", size=" + contents.size() + ", capacity="
                    + contents.capacity() + ", state=" + state + "]";
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferActivity activity() {
        return threads.activity();
    }

    @SuppressWarnings("unchecked")
    private E cast(Object element) {
        return (E) element;
    }
}
