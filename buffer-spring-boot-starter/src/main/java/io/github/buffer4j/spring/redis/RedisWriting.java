package io.github.buffer4j.spring.redis;

import static io.github.buffer4j.spring.redis.RedisClient.ascii;
import static io.github.buffer4j.spring.redis.RedisClient.flag;

import io.github.buffer4j.BufferFullException;
import io.github.buffer4j.BufferKind;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.InterruptedWriteException;
import java.util.Arrays;

/** The writing end of a buffer on a server, for encoded elements. Safe for use by any number of threads. */
final class RedisWriting {

    static final long FOREVER = Long.MAX_VALUE;

    /* What one command has at most. A command that is larger keeps the others of all clients waiting. */
    private static final int MAX_ELEMENTS = 10_000;
    private static final int MAX_BYTES = 4 << 20;

    private static final int ACCEPTED = 1;
    private static final int SIZE = 2;
    private static final int CAPACITY = 4;
    private static final int OPTIONS = 3;

    private final RedisClient client;
    private final RedisEnd end;
    private final BufferKind kind;
    private final Signals room;

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
     * Without a limit of time a growable buffer takes all or nothing, so in one command.
     *
     * @param nanos how long to wait for room; 0 for not at all
     * @throws InterruptedWriteException if interrupted while waiting
     * @throws BufferFullException if the memory of the server is full, and nothing was written
     * @throws BufferUnavailableException if it has become full since, or if the outcome is unknown
     */
    Outcome write(byte[][] elements, long nanos) throws InterruptedWriteException {
        int written = 0;
        boolean whole = kind == BufferKind.GROWABLE && nanos == FOREVER;
        long begin = System.nanoTime();
        Signals.Wait wait = room.new Wait();
        try {
            while (true) {
                end.requireAttached("write to", written);
                boolean last = kind != BufferKind.BLOCK || (nanos != FOREVER && System.nanoTime() - begin >= nanos);
                int pieceEnd = whole ? elements.length : pieceEnd(elements, written);
                wait.look();
                Reply reply = write(elements, written, pieceEnd, whole, last);
                int accepted = reply.integer(ACCEPTED);
                written += accepted;
                if (accepted > 0) {
                    wait.found(kind == BufferKind.BLOCK && reply.number(SIZE) < reply.number(CAPACITY));
                }
                if (written == elements.length || reply.state() != BufferState.OPEN || (written < pieceEnd && last)) {
                    return new Outcome(written, reply.state());
                }
                if (written < pieceEnd) {
                    wait.await(nanos == FOREVER ? FOREVER : nanos - (System.nanoTime() - begin));
                }
            }
        } catch (InterruptedException e) {
            throw (InterruptedWriteException) new InterruptedWriteException(written, elements.length).initCause(e);
        } catch (BufferFullException e) {
            room.passOn();
            if (written > 0 && nanos == 0) {
                return new Outcome(written, BufferState.OPEN);
            }
            throw RedisEnd.with(e, written);
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
        System.arraycopy(elements, from, arguments, OPTIONS, to - from);
        return client.execute(Script.WRITE, arguments);
    }

    private static int pieceEnd(byte[][] elements, int from) {
        int to = from;
        for (long bytes = 0;
                to < elements.length && to - from < MAX_ELEMENTS && (to == from || bytes < MAX_BYTES);
                to++) {
            bytes += elements[to].length;
        }
        return to;
    }

    /** Puts elements back to the front. */
    void putBack(byte[][] elements) {
        for (int to = elements.length; to > 0; to -= Math.min(to, MAX_ELEMENTS)) {
            byte[][] piece = Arrays.copyOfRange(elements, Math.max(0, to - MAX_ELEMENTS), to);
            byte[][] arguments = new byte[piece.length + 1][];
            arguments[0] = new byte[0];
            System.arraycopy(piece, 0, arguments, 1, piece.length);
            client.execute(Script.RETURN, arguments);
        }
    }
}
