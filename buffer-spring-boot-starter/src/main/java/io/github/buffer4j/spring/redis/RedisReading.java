package io.github.buffer4j.spring.redis;

import static io.github.buffer4j.spring.redis.RedisClient.ascii;
import static io.github.buffer4j.spring.redis.RedisClient.utf8;

import io.github.buffer4j.BufferState;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a buffer on a server. Safe for use by any number of threads.
 *
 * @param <E> the type of the elements
 */
final class RedisReading<E> {

    private static final Log LOGGER = LogFactory.getLog(RedisBuffer.class);

    private static final byte[] TAKE = utf8("take");
    private static final byte[] DISCARD = utf8("discard");
    private static final byte[] LEASE = utf8("lease");
    private static final byte[] NONE = {};

    private static final int COUNT = 1;
    private static final int SIZE = 2;
    private static final int SEQUENCE = 3;
    private static final int DEADLINE = 4;
    private static final int CLOSED = 5;
    private static final int FIRST = 6;

    /* Of the reply of Script.UNDO. */
    private static final int KEPT_SEQUENCE = 3;
    private static final int KEPT_FIRST = 4;

    private final RedisClient client;
    private final RedisEnd end;
    private final ElementCodec<E> codec;
    private final Signals elements;
    private final LongAdder taken = new LongAdder();

    /* What was read from a buffer that has ended with it, while nobody knew. */
    private final Queue<Delivered<E>> kept = new ConcurrentLinkedQueue<>();

    RedisReading(RedisClient client, RedisEnd end, ElementCodec<E> codec, Signals elements) {
        this.client = client;
        this.end = end;
        this.codec = codec;
        this.elements = elements;
    }

    /** Returns how many elements were taken or leased. */
    long taken() {
        return taken.sum();
    }

    /**
     * What was read.
     *
     * @param state the state of the buffer then
     * @param elements the elements, oldest first; empty if the time was up or the buffer has ended
     * @param size how many elements are left
     */
    record Outcome<E>(BufferState state, List<Delivered<E>> elements, int size) {}

    /**
     * Takes elements.
     *
     * @param nanos how long to wait for the first one; 0 for not at all
     */
    Outcome<E> take(int max, long nanos) throws InterruptedException {
        return read(max, nanos, null, List.of(), () -> {});
    }

    /** Takes elements that are there. */
    Outcome<E> takeNow(int max) {
        try {
            return read(max, 0, null, List.of(), () -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException("A call that does not wait was interrupted", e);
        }
    }

    /**
     * Leases elements.
     *
     * @param lease the name of the lease, and how long it lasts
     * @param handled the names of the leases to acknowledge first
     * @param ended is called if one of them had ended before, or if it is unknown whether they are acknowledged
     */
    Outcome<E> lease(int max, long nanos, LeaseName lease, List<String> handled, Runnable ended)
            throws InterruptedException {
        return read(max, nanos, lease, handled, ended);
    }

    /**
     * The name of a lease.
     *
     * @param name the name
     * @param millis how long the lease lasts, in milliseconds
     */
    record LeaseName(String name, long millis) {}

    private Outcome<E> read(int max, long nanos, @Nullable LeaseName lease, List<String> handled, Runnable ended)
            throws InterruptedException {
        long begin = System.nanoTime();
        List<String> toClose = handled;
        /* Whether only this thread knows that it is to look when a lease ends. */
        boolean leased = false;
        Signals.Wait wait = elements.new Wait();
        try {
            while (true) {
                end.requireAttached("read from", 0);
                undoDoubts();
                if (lease == null && !kept.isEmpty()) {
                    List<Delivered<E>> elements = kept(max);
                    if (!elements.isEmpty()) {
                        return new Outcome<>(BufferState.DRAINED, elements, kept.size());
                    }
                }
                BufferState terminal = end.terminal();
                if (terminal != null && toClose.isEmpty()) {
                    return new Outcome<>(terminal, List.of(), 0);
                }
                wait.look();
                Reply reply = command(max, lease, toClose);
                noteClosed(reply, toClose, ended);
                toClose = List.of();
                BufferState state = end.note(reply.state());
                int count = reply.integer(COUNT);
                int size = reply.integer(SIZE);
                if (count > 0) {
                    taken.add(count);
                    wait.found(size > 0);
                    List<Delivered<E>> decoded = decode(reply, lease);
                    if (!decoded.isEmpty()) {
                        return new Outcome<>(state, decoded, size);
                    }
                    continue;
                }
                long left = nanos == Signals.FOREVER ? Signals.FOREVER : nanos - (System.nanoTime() - begin);
                if (state.isTerminal() || left <= 0) {
                    return new Outcome<>(state, List.of(), size);
                }
                leased = reply.number(DEADLINE) >= 0;
                wait.await(Math.min(left, untilLeaseEnds(reply)));
            }
        } catch (IllegalStateException e) {
            elements.passOn();
            if (e instanceof BufferUnavailableException && nanos > 0 && Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            throw e;
        } finally {
            if (!toClose.isEmpty()) {
                ended.run();
            }
            wait.end();
            if (leased) {
                elements.passOn();
            }
        }
    }

    private static long untilLeaseEnds(Reply reply) {
        long millis = reply.number(DEADLINE);
        return millis < 0 ? Signals.FOREVER : TimeUnit.MILLISECONDS.toNanos(millis + 1);
    }

    private Reply command(int max, @Nullable LeaseName lease, List<String> toClose) {
        int most = Math.min(max, RedisClient.MAX_ELEMENTS);
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(ascii(most));
        arguments.add(lease == null ? TAKE : LEASE);
        arguments.add(lease == null ? NONE : ascii(lease.millis()));
        arguments.add(lease == null ? NONE : utf8(lease.name()));
        toClose.forEach(name -> arguments.add(utf8(name)));
        byte[][] all = arguments.toArray(byte[][]::new);
        try {
            return lease == null
                    ? client.executeRead(Script.UNDO, () -> new byte[0][], all)
                    : client.executeRead(Script.RETURN, () -> wholeLease(lease, most), all);
        } catch (IllegalStateException e) {
            /* The client undoes what is in doubt as it leaves, but that may be done already. */
            if (client.isLeaving()) {
                undoDoubtsSoon();
            }
            throw e;
        }
    }

    /* A lease would come back by itself as well, but later, and as if it had been delivered. */
    private static byte[][] wholeLease(LeaseName lease, int most) {
        byte[][] arguments = new byte[1 + most][];
        arguments[0] = utf8(lease.name());
        for (int i = 0; i < most; i++) {
            arguments[1 + i] = ascii(i);
        }
        return arguments;
    }

    private static void noteClosed(Reply reply, List<String> toClose, Runnable ended) {
        if (!toClose.isEmpty() && reply.state() != BufferState.CLOSED && reply.integer(CLOSED) < toClose.size()) {
            ended.run();
        }
    }

    /* Elements that cannot be decoded are counted as discarded. */
    private List<Delivered<E>> decode(Reply reply, @Nullable LeaseName lease) {
        int count = reply.integer(COUNT);
        List<Delivered<E>> decoded = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] encoded = reply.bytes(FIRST + i);
            E element = codec.decode(encoded);
            if (element != null) {
                decoded.add(
                        new Delivered<>(element, reply.number(SEQUENCE) + i, ElementCodec.redeliveries(encoded), i));
            }
        }
        if (decoded.size() < count) {
            dismiss(count - decoded.size(), decoded.isEmpty() ? lease : null);
        }
        return decoded;
    }

    /* A failure must not hide the elements that were decoded. */
    private void dismiss(int undecodable, @Nullable LeaseName lease) {
        try {
            if (lease == null) {
                client.execute(Script.ACKNOWLEDGE, ascii(undecodable));
            } else {
                client.execute(Script.ACKNOWLEDGE, ascii(undecodable), utf8(lease.name()));
            }
        } catch (IllegalStateException e) {
            LOGGER.debug("Undecodable elements of the buffer '" + client.name() + "' could not be counted", e);
        }
    }

    /*
     * Undoes reads without an answer, so that the next reader finds what they have taken, in its order. What cannot go
     * back is kept for the next reader of this client.
     */
    private void undoDoubts() {
        client.undoDoubts(false, this::keep);
    }

    /**
     * Undoes reads without an answer if the server is there, so that others can have what they have taken, which would
     * otherwise wait for the next reader of this client, or be gone.
     */
    void undoDoubtsSoon() {
        try {
            client.undoDoubts(true, this::keep);
        } catch (IllegalStateException e) {
            LOGGER.debug("Reads from the buffer '" + client.name() + "' without an answer are not undone yet", e);
        }
    }

    private void keep(Reply reply) {
        for (int i = KEPT_FIRST; i < reply.size(); i++) {
            keep(reply, i);
        }
    }

    private void keep(Reply reply, int index) {
        byte[] encoded = reply.bytes(index);
        E element = codec.decode(encoded);
        if (element != null) {
            long sequence = reply.number(KEPT_SEQUENCE) + index - KEPT_FIRST;
            kept.add(new Delivered<>(element, sequence, ElementCodec.redeliveries(encoded), 0));
        }
    }

    private List<Delivered<E>> kept(int max) {
        List<Delivered<E>> elements = new ArrayList<>();
        for (Delivered<E> next; elements.size() < max && (next = kept.poll()) != null; ) {
            elements.add(next);
        }
        return elements;
    }

    /** Discards elements and returns how many. */
    int discard(int max) {
        undoDoubts();
        Reply reply = client.execute(Script.READ, ascii(max), DISCARD, NONE, NONE);
        return reply.integer(COUNT);
    }
}
