package io.github.buffer4j.spring.redis;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferFullException;
import io.github.buffer4j.BufferKind;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.InterruptedWriteException;
import io.github.buffer4j.spring.Lease;
import io.github.buffer4j.spring.LeasingReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A buffer on a Redis server, which any number of JVMs share. It behaves like a {@link Buffer} of its kind in one JVM,
 * apart from what a network and a server bring along:
 *
 * <ul>
 *   <li>Every call may throw {@link BufferUnavailableException} if the server has not answered within the command
 *       time-out, in spite of retries, and {@link BufferLostException} if it has lost the contents. A command is
 *       executed once, however often the connection breaks.
 *   <li>Elements are encoded. One that is too long is refused with {@link IllegalArgumentException}; one that cannot be
 *       decoded is logged, counted as discarded and skipped.
 *   <li>A bulk write is contiguous in commands of up to 10,000 elements or 4 MiB. A growable buffer takes up to 100,000
 *       elements or 64 MiB as a whole, or not at all. Of a longer run it may take a part: that is a
 *       {@link BufferUnavailableException} with the number of its elements.
 *   <li>{@link #size()} is that of a moment ago, and waiting threads do not proceed in order.
 *   <li>The error of another client arrives as a {@link RemoteBufferException}.
 *   <li>The numbers of waiting threads and their times in {@link #stats()} are those of this client.
 *   <li>There are no contexts, no ages, no listeners of drops, residence or water marks, and no knowledge of threads.
 *   <li>{@link #close()} closes the buffer for all clients; {@link #detach()} only leaves it. The state of a client
 *       that has left is {@link BufferState#CLOSED}, and what fails then fails with {@link BufferDetachedException}.
 *   <li>A full memory of the server is a {@link BufferFullException} for writers. Readers go on.
 * </ul>
 *
 * <p>A reader that takes elements receives each at most once: what a crashed JVM had in hand is gone. A reader that
 * leases them ({@link #lease}) receives each at least once.
 *
 * <p>Safe for use by any number of threads. Memory effects between threads of one JVM are those of {@link Buffer}.
 *
 * @param <E> the type of the elements
 */
public final class RedisBuffer<E> extends AbstractRedisBuffer<E> implements Buffer<E>, LeasingReader<E> {

    RedisBuffer(RedisBuffers owner, RedisClient client, BufferKind kind, RedisBufferBuilder<E> options) {
        super(owner, client, kind, options);
    }

    // ---- Writing ----

    @Override
    public void add(E element) throws InterruptedException {
        byte[] encoded = codec.encode(Objects.requireNonNull(element, "element"));
        throwIfInterrupted();
        RedisWriting.Outcome outcome = writeOne(encoded, Signals.FOREVER);
        if (outcome.written() == 0) {
            throw refusal(outcome, 1);
        }
    }

    @Override
    public void write(E[] source, int offset, int length) throws InterruptedException {
        byte[][] encoded = encode(source, offset, length);
        if (length == 0) {
            return;
        }
        if (Thread.interrupted()) {
            throw new InterruptedWriteException(0, length);
        }
        RedisWriting.Outcome outcome = writing.write(encoded, Signals.FOREVER);
        if (outcome.written() < length) {
            throw refusal(outcome, length);
        }
    }

    @Override
    public boolean offer(E element) {
        byte[] encoded = codec.encode(Objects.requireNonNull(element, "element"));
        return offerNow(new byte[][] {encoded}) == 1;
    }

    @Override
    public boolean offer(E element, Duration timeout) throws InterruptedException {
        byte[] encoded = codec.encode(Objects.requireNonNull(element, "element"));
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        throwIfInterrupted();
        try {
            return writeOne(encoded, Math.max(0, nanos)).written() == 1;
        } catch (BufferFullException e) {
            return false;
        } catch (BufferDetachedException e) {
            writing.reject(1);
            return false;
        }
    }

    @Override
    public int offer(E[] source, int offset, int length) {
        byte[][] encoded = encode(source, offset, length);
        return length == 0 ? 0 : offerNow(encoded);
    }

    private int offerNow(byte[][] encoded) {
        try {
            return writing.write(encoded, 0).written();
        } catch (BufferFullException e) {
            return 0;
        } catch (BufferDetachedException e) {
            writing.reject(encoded.length - e.written());
            return e.written();
        } catch (InterruptedWriteException e) {
            throw new IllegalStateException("A call that does not wait was interrupted", e);
        }
    }

    private RedisWriting.Outcome writeOne(byte[] encoded, long nanos) throws InterruptedException {
        try {
            return writing.write(new byte[][] {encoded}, nanos);
        } catch (InterruptedWriteException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
    }

    private byte[][] encode(E[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        for (int i = 0; i < length; i++) {
            int index = offset + i;
            Objects.requireNonNull(source[index], () -> "element at index " + index);
        }
        byte[][] encoded = new byte[length][];
        for (int i = 0; i < length; i++) {
            encoded[i] = codec.encode(source[offset + i]);
        }
        return encoded;
    }

    private RuntimeException refusal(RedisWriting.Outcome outcome, int length) {
        return outcome.state() == BufferState.OPEN
                ? RedisEnd.with(
                        new BufferFullException(
                                "No room in " + this + " for " + length + " element" + (length == 1 ? "" : "s")),
                        outcome.written())
                : end.closed(
                        "Cannot write to " + this + ": " + outcome.written() + " of " + length
                                + " elements were written",
                        outcome.written());
    }

    // ---- Reading ----

    @Override
    public @Nullable E next() throws InterruptedException {
        Delivered<E> delivered = nextDelivered();
        return delivered == null ? null : delivered.element();
    }

    @Override
    public @Nullable Envelope<E> nextEnvelope() throws InterruptedException {
        Delivered<E> delivered = nextDelivered();
        return delivered == null ? null : delivered.envelope();
    }

    private @Nullable Delivered<E> nextDelivered() throws InterruptedException {
        throwIfInterrupted();
        List<Delivered<E>> taken = takeOrEnd(1);
        return taken.isEmpty() ? null : taken.get(0);
    }

    /* Returns no element at the end of the stream. */
    private List<Delivered<E>> takeOrEnd(int max) throws InterruptedException {
        RedisReading.Outcome<E> outcome = reading.take(max, Signals.FOREVER);
        if (outcome.elements().isEmpty() && !end.isClean(outcome.state())) {
            throw endedByError();
        }
        return outcome.elements();
    }

    private BufferClosedException endedByError() {
        return end.closed("Cannot read from " + this, 0);
    }

    @Override
    public int read(@Nullable E[] target, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        throwIfInterrupted();
        List<Delivered<E>> taken = takeOrEnd(length);
        if (taken.isEmpty()) {
            return -1;
        }
        @Nullable Object[] copy = taken.stream().map(Delivered::element).toArray();
        try {
            for (int i = 0; i < copy.length; i++) {
                checkStored(target, copy[i]);
            }
            System.arraycopy(copy, 0, target, offset, copy.length);
        } catch (ArrayStoreException e) {
            putBackDelivered(taken);
            throw e;
        }
        return copy.length;
    }

    private static void checkStored(@Nullable Object[] target, @Nullable Object element) {
        Class<?> type = Objects.requireNonNull(target.getClass().getComponentType());
        if (!type.isInstance(element)) {
            throw new ArrayStoreException(
                    String.valueOf(element == null ? null : element.getClass().getName()));
        }
    }

    private void putBackDelivered(List<Delivered<E>> taken) {
        putBack(taken.stream().map(Delivered::element).toList());
    }

    @Override
    public @Nullable E poll() {
        List<Delivered<E>> taken = takeNow(1);
        return taken.isEmpty() ? null : taken.get(0).element();
    }

    private List<Delivered<E>> takeNow(int max) {
        try {
            return reading.takeNow(max).elements();
        } catch (BufferDetachedException e) {
            return List.of();
        }
    }

    @Override
    public @Nullable E poll(Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        throwIfInterrupted();
        try {
            List<Delivered<E>> taken = reading.take(1, Math.max(0, nanos)).elements();
            return taken.isEmpty() ? null : taken.get(0).element();
        } catch (BufferDetachedException e) {
            return null;
        }
    }

    @Override
    public List<E> readBatch(int max, Duration linger) throws InterruptedException {
        return collect(max, linger, Delivered::element);
    }

    @Override
    public List<Envelope<E>> readEnvelopes(int max, Duration linger) throws InterruptedException {
        return collect(max, linger, Delivered::envelope);
    }

    private <T> List<T> collect(int max, Duration linger, Function<Delivered<E>, T> entry) throws InterruptedException {
        requireAtLeastOne("max", max);
        long lingerNanos = TimeUnit.NANOSECONDS.convert(linger);
        throwIfInterrupted();
        List<T> batch = new ArrayList<>();
        List<Delivered<E>> taken = takeOrEnd(max);
        taken.forEach(delivered -> batch.add(entry.apply(delivered)));
        long begin = System.nanoTime();
        for (long left = lingerNanos;
                !taken.isEmpty() && batch.size() < max && left > 0;
                left = lingerNanos - (System.nanoTime() - begin)) {
            taken = takeMore(max - batch.size(), left);
            taken.forEach(delivered -> batch.add(entry.apply(delivered)));
        }
        return Collections.unmodifiableList(batch);
    }

    /* What prevents a batch from growing is left to the next call. */
    private List<Delivered<E>> takeMore(int max, long nanos) {
        try {
            return reading.take(max, nanos).elements();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (IllegalStateException e) {
            return List.of();
        }
    }

    private static void requireAtLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be 1 or more, but is " + value);
        }
    }

    private static void requireNotNegative(String what, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must be 0 or more, but is " + value);
        }
    }

    @Override
    public int drainTo(Collection<? super E> target, int max) {
        Objects.requireNonNull(target, "target");
        requireNotNegative("max", max);
        int moved = 0;
        int limit = max;
        while (moved < limit && !end.isDetached()) {
            RedisReading.Outcome<E> outcome = reading.takeNow(limit - moved);
            if (outcome.elements().isEmpty()) {
                break;
            }
            move(outcome.elements(), target);
            moved += outcome.elements().size();
            limit = (int) Math.min(limit, (long) moved + outcome.size());
        }
        return moved;
    }

    private void move(List<Delivered<E>> taken, Collection<? super E> target) {
        int moved = 0;
        try {
            for (; moved < taken.size(); moved++) {
                target.add(taken.get(moved).element());
            }
        } finally {
            if (moved < taken.size()) {
                putBackDelivered(taken.subList(moved, taken.size()));
            }
        }
    }

    @Override
    public @Nullable E peek() {
        List<E> first = elements("peek");
        return first.isEmpty() ? null : first.get(0);
    }

    @Override
    public List<E> snapshot() {
        return elements("snapshot");
    }

    private List<E> elements(String what) {
        return end.terminal() != null ? List.of() : Contents.of(client, what).decoded(codec);
    }

    @Override
    public int discard(int max) {
        requireNotNegative("max", max);
        return end.terminal() != null || max == 0 ? 0 : reading.discard(max);
    }

    @Override
    public void putBack(List<? extends E> elements) {
        List<E> copy = List.copyOf(elements);
        if (!copy.isEmpty()) {
            end.requireAttached("put elements back to", 0);
            writing.putBack(copy.stream().map(codec::encode).toArray(byte[][]::new));
        }
    }

    @Override
    public @Nullable Lease<E> lease(int max, Duration linger, Collection<? extends Lease<E>> handled)
            throws InterruptedException {
        requireAtLeastOne("max", max);
        long lingerNanos = TimeUnit.NANOSECONDS.convert(linger);
        throwIfInterrupted();
        Lease<E> lease = leases.lease(max, lingerNanos, handled);
        if (lease == null && !end.isClean(state())) {
            throw endedByError();
        }
        return lease;
    }
}
