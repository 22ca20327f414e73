package io.github.buffer4j.spring.redis;

import static io.github.buffer4j.spring.redis.RedisClient.ascii;
import static io.github.buffer4j.spring.redis.RedisClient.flag;

import io.github.buffer4j.BufferFullException;
import io.github.buffer4j.BufferKind;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.InterruptedWriteException;
import java.util.concurrent.atomic.LongAdder;

/** The writing end of a buffer on a server, for encoded elements. Safe for use by any number of threads. */
final class RedisWriting {

    private static final int MAX_BYTES = 4 << 20;

    /* What a growable buffer takes as a whole, or not at all. The server has such a command several times in memory. */
    private static final int MAX_WHOLE = 100_000;
    private static final int MAX_WHOLE_BYTES = 64 << 20;

    private static final int ACCEPTED = 1;
    private static final int SIZE = 2;

    /* It is 0 if the buffer has ended and was created anew: nothing is counted there any more. */
    private static final int CAPACITY = 4;
    private static final int OPTIONS = 4;

    private final RedisClient client;
    private final RedisEnd end;
    private final BufferKind kind;
    private final Signals room;

    /* Elements that were refused without a word to the server. */
    private final LongAdder rejectedHere = new LongAdder();

    RedisWriting(RedisClient client, RedisEnd end, BufferKind kind, Signals room) {
        this.client = client;
        this.end = end;
        this.kind = kind;
        this.room = room;
    }

    /**
     * What has become of a run.
     *
     * @param written how many elements were written
     * @param state the state of the buffer then
     */
    record Outcome(int written, BufferState state) {}

    /**
     * Writes a run of one or more, as much of it as fits within a time. Those that do not fit are counted as rejected.
     * Without a limit of time a growable buffer takes all or nothing, so in one command, unless it would be too large.
     *
     * @param nanos how long to wait for room; 0 for not at all
     * @throws InterruptedWriteException if interrupted while waiting
     * @throws BufferFullException if the memory of the server is full, and nothing was written
     * @throws BufferUnavailableException if it has become full since, or if the outcome is unknown
     */
    Outcome write(byte[][] elements, long nanos) throws InterruptedWriteException {
        int written = 0;
        boolean whole = kind == BufferKind.GROWABLE
                && nanos == Signals.FOREVER
                && pieceEnd(elements, 0, MAX_WHOLE, MAX_WHOLE_BYTES) == elements.length;
        long begin = System.nanoTime();
        Signals.Wait wait = room.new Wait();
        try {
            while (true) {
                end.requireAttached("write to", written);
                boolean last =
                        kind != BufferKind.BLOCK || (nanos != Signals.FOREVER && System.nanoTime() - begin >= nanos);
                int pieceEnd =
                        whole ? elements.length : pieceEnd(elements, written, RedisClient.MAX_ELEMENTS, MAX_BYTES);
                wait.look();
                Reply reply = write(elements, written, pieceEnd, whole, last);
                int accepted = reply.integer(ACCEPTED);
                written += accepted;
                if (accepted > 0) {
                    wait.found(kind == BufferKind.BLOCK && reply.number(SIZE) < reply.number(CAPACITY));
                }
                BufferState state = end.note(reply.state());
                if (reply.number(CAPACITY) == 0) {
                    reject(elements.length - written);
                }
                if (written == elements.length || state != BufferState.OPEN || (written < pieceEnd && last)) {
                    return new Outcome(written, state);
                }
                if (written < pieceEnd) {
                    wait.await(nanos == Signals.FOREVER ? Signals.FOREVER : nanos - (System.nanoTime() - begin));
                }
            }
        } catch (InterruptedException e) {
            throw (InterruptedWriteException) new InterruptedWriteException(written, elements.length).initCause(e);
        } catch (BufferFullException e) {
            room.passOn();
            rejectedHere.add(elements.length - written);
            if (written > 0 && nanos == 0) {
                return new Outcome(written, BufferState.OPEN);
            }
            throw RedisEnd.with(e, written);
        } catch (BufferLostException e) {
            BufferState terminal = end.terminal();
            if (terminal == null) {
                throw RedisEnd.with(e, written);
            }
            reject(elements.length - written);
            return new Outcome(written, terminal);
        } catch (IllegalStateException e) {
            room.passOn();
            throw RedisEnd.with(e, written);
        } finally {
            wait.end();
        }
    }

    private Reply write(byte[][] elements, int from, int to, boolean whole, boolean last) {
        byte[][] arguments = new byte[OPTIONS + to - from][];
        arguments[0] = flag(whole);
        arguments[1] = flag(last);
        arguments[2] = ascii(elements.length - to);
        arguments[3] = ascii(largest(elements, from, to));
        System.arraycopy(elements, from, arguments, OPTIONS, to - from);
        return client.execute(Script.WRITE, arguments);
    }

    private static int largest(byte[][] elements, int from, int to) {
        int largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, elements[i].length);
        }
        return largest;
    }

    private static int pieceEnd(byte[][] elements, int from, int maxElements, int maxBytes) {
        int to = from;
        for (long bytes = 0;
                to < elements.length && to - from < maxElements && (to == from || bytes < maxBytes);
                to++) {
            bytes += elements[to].length;
        }
        return to;
    }

    /** Counts elements as rejected of which the server does not know. */
    void reject(int elements) {
        rejectedHere.add(elements);
    }

    /** Returns how many elements were rejected of which the server does not know. */
    long rejectedHere() {
        return rejectedHere.sum();
    }

    /** Puts elements back to the front. */
    void putBack(byte[][] elements) {
        for (int to = elements.length, from = pieceBegin(elements, to); to > 0; from = pieceBegin(elements, to)) {
            byte[][] arguments = new byte[to - from + 1][];
            arguments[0] = new byte[0];
            System.arraycopy(elements, from, arguments, 1, to - from);
            client.execute(Script.RETURN, arguments);
            to = from;
        }
    }

    private static int pieceBegin(byte[][] elements, int to) {
        int from = to;
        for (long bytes = 0;
                from > 0 && to - from < RedisClient.MAX_ELEMENTS && (to == from || bytes < MAX_BYTES);
                from--) {
            bytes += elements[from - 1].length;
        }
        return from;
    }
}
