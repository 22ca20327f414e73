package io.github.buffer4j.spring.redis;

import static io.github.buffer4j.spring.redis.RedisClient.utf8;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferFullException;
import io.github.buffer4j.BufferKind;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.InterruptedWriteException;
import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.Lease;
import io.github.buffer4j.spring.LeasingReader;
import io.github.buffer4j.spring.SharedBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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
 *   <li>A bulk write is contiguous in commands of up to 10,000 elements or 4 MiB.
 *   <li>{@link #size()} is that of a moment ago, and waiting threads do not proceed in order.
 *   <li>The error of another client arrives as a {@link RemoteBufferException}.
 *   <li>The numbers of waiting threads and their times in {@link #stats()} are those of this client.
 *   <li>There are no contexts, no ages, no listeners of drops, residence or water marks, and no knowledge of threads.
 *   <li>{@link #close()} closes the buffer for all clients; {@link #detach()} only leaves it. The calls of a client
 *   that has left fail with {@link BufferDetachedException}, and its state is {@link BufferState#CLOSED}.
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
public final class RedisBuffer<E> implements Buffer<E>, SharedBuffer, LeasingReader<E> {

    /** The name of this backend. */
    static final String BACKEND = "redis";

    private static final Log LOGGER = LogFactory.getLog(RedisBuffer.class);
    private static final long FOREVER = Long.MAX_VALUE;
    private static final long MAX_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    private final RedisBuffers owner;
    private final RedisClient client;
    private final BufferKind kind;
    private final RedisEnd end;
    private final ElementCodec<E> codec;
    private final RedisSignals signals;
    private final RedisWriting writing;
    private final RedisReading<E> reading;
    private final RedisLeases<E> leases;

    /* What is known of a buffer that this client has left, or that was created anew after its end. */
    private volatile Contents last;

    RedisBuffer(RedisBuffers owner, RedisClient client, BufferKind kind, RedisBufferBuilder<E> options) {
        this.owner = owner;
        this.client = client;
        this.kind = kind;
        this.end = new RedisEnd(client);
        this.codec = options.codec();
        this.signals = new RedisSignals(options.safetyNanos());
        this.writing = new RedisWriting(client, end, kind, signals.room());
        this.reading = new RedisReading<>(client, end, codec, signals.elements());
        this.leases = new RedisLeases<>(client, reading, options.lease());
        client.whenLost(signals::wakeAll);
        this.last = Contents.of(client, Contents.STATS);
    }

    RedisSignals signals() {
        return signals;
    }

    String channel() {
        return client.channel();
    }

    void renewLeases() {
        leases.renew();
        undoDoubts();
    }

    /* What an unanswered read has taken would otherwise wait for the next reader of this client, or be gone. */
    private void undoDoubts() {
        try {
            reading.undoDoubtsSoon();
        } catch (IllegalStateException e) {
            LOGGER.debug("Reads from the buffer '" + name() + "' without an answer could not be undone yet", e);
        }
    }

    // ---- Writing ----

    @Override
    public void add(E element) throws InterruptedException {
        byte[] encoded = codec.encode(Objects.requireNonNull(element, "element"));
        throwIfInterrupted();
        RedisWriting.Outcome outcome = writeOne(encoded, FOREVER);
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
        RedisWriting.Outcome outcome = writing.write(encoded, FOREVER);
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
                ? new BufferFullException(
                        "No room in " + this + " for " + length + " element" + (length == 1 ? "" : "s"))
                : end.closed(
                        "Cannot write to " + this + ": " + outcome.written() + " of " + length
                                + " elements were written",
                        outcome.written());
    }

    private static void throwIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
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
        RedisReading.Outcome<E> outcome = reading.take(max, FOREVER);
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
        } catch (IllegalStateException e) {
            return List.of();
        }
        return List.of();
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

    // ---- Both ends ----

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public BufferKind kind() {
        return kind;
    }

    @Override
    public int size() {
        return end.terminal() == null ? contents("numbers").size() : 0;
    }

    @Override
    public int capacity() {
        return contents("numbers").capacity();
    }

    @Override
    public BufferState state() {
        BufferState terminal = end.terminal();
        return terminal == null ? contents("numbers").state() : terminal;
    }

    /* The totals of a buffer that has ended do not change any more. Its server may have forgotten them. */
    private Contents contents(String what) {
        if (end.isDetached()) {
            return last;
        }
        try {
            Contents contents = Contents.of(client, what);
            BufferState unused = end.note(contents.state());
            if (!contents.isFormer()) {
                last = contents;
            }
        } catch (BufferLostException e) {
            if (end.terminal() == null) {
                throw e;
            }
        }
        return last;
    }

    @Override
    public BufferStats stats() {
        Contents contents = contents(Contents.STATS);
        BufferState terminal = end.terminal();
        return contents.stats(
                terminal == null ? contents.state() : terminal,
                signals.room().waits(),
                signals.elements().waits(),
                writing.rejectedHere());
    }

    @Override
    public int reset() {
        return end.terminal() != null
                ? 0
                : client.execute(Script.RESIZE, utf8("")).integer(1);
    }

    @Override
    public void resize(int capacity) {
        requireCapacity(kind, capacity);
        end.requireAttached("resize", 0);
        if (end.note(client.execute(Script.RESIZE, RedisClient.ascii(capacity)).state())
                .isTerminal()) {
            throw end.closed("Cannot resize " + this, 0);
        }
    }

    static void requireCapacity(BufferKind kind, int capacity) {
        boolean unbounded = kind == BufferKind.GROWABLE && capacity == Integer.MAX_VALUE;
        if (!unbounded && (capacity < 1 || capacity > BufferBuilder.MAX_CAPACITY)) {
            throw new IllegalArgumentException(
                    "capacity must be 1 to " + BufferBuilder.MAX_CAPACITY + ", but is " + capacity);
        }
    }

    @Override
    public boolean closeWrite() {
        return close("writing", null);
    }

    @Override
    public boolean closeWrite(Throwable cause) {
        return close("writing", Objects.requireNonNull(cause, "cause"));
    }

    @Override
    public void close() {
        closeWithError(null);
    }

    @Override
    public boolean closeWithError(@Nullable Throwable cause) {
        return close("both", cause);
    }

    private boolean close(String ends, @Nullable Throwable cause) {
        if (end.terminal() != null) {
            return false;
        }
        Reply reply = client.execute(Script.CLOSE, utf8(ends), RedisEnd.text(cause));
        if (cause != null && reply.integer(2) == 1) {
            end.closedWith(cause);
        }
        return reply.integer(1) == 1;
    }

    @Override
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(timeout));
        throwIfInterrupted();
        long begin = System.nanoTime();
        Signals.Wait wait = signals.changes().new Wait();
        try {
            while (true) {
                wait.look();
                if (state().isTerminal()) {
                    return true;
                }
                long left = nanos - (System.nanoTime() - begin);
                if (left <= 0) {
                    return false;
                }
                wait.await(Math.min(left, MAX_PAUSE_NANOS));
            }
        } finally {
            wait.end();
        }
    }

    @Override
    public @Nullable Throwable error() {
        return end.error();
    }

    // ---- This client ----

    @Override
    public String backend() {
        return BACKEND;
    }

    @Override
    public String generation() {
        return client.generation();
    }

    @Override
    public ClientStats clientStats() {
        Signals.Waits room = signals.room().waits();
        Signals.Waits elements = signals.elements().waits();
        return new ClientStats(
                room.waiting(),
                elements.waiting(),
                leases.count(),
                leases.redelivered(),
                signals.reconnects(),
                room.looks() + elements.looks(),
                room.usefulLooks() + elements.usefulLooks(),
                client.isAvailable(),
                end.isLost(),
                end.isDetached());
    }

    @Override
    public void detach() {
        if (!end.isDetached()) {
            client.leave();
            lookForTheLastTime();
            end.detach();
            leases.abandon();
            signals.wakeAll();
            undoDoubts();
            owner.detached(this);
            client.close();
        }
    }

    private void lookForTheLastTime() {
        try {
            Contents unused = contents(Contents.STATS);
        } catch (IllegalStateException e) {
            LOGGER.debug("The last totals of the buffer '" + name() + "' are not known", e);
        }
    }

    /** Returns the kind, the name and the generation. Does not ask the server. */
    @Override
    public String toString() {
        return "RedisBuffer[name=" + name() + ", kind=" + kind + ", generation=" + generation() + "]";
    }
}
