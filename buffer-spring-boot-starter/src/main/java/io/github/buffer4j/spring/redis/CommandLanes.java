package io.github.buffer4j.spring.redis;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lanes of a client. The commands of one lane have ascending numbers and follow one another, so that the server
 * recognizes a command that it has executed already. There are few lanes, however many threads there are.
 */
final class CommandLanes {

    private static final int MAX_LANES = 32;

    private final Semaphore permits = new Semaphore(MAX_LANES);
    private final Queue<Lane> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger created = new AtomicInteger();

    /** Waits for a lane, which the caller has for itself until it releases or abandons it. */
    Lane acquire() {
        permits.acquireUninterruptibly();
        Lane lane = free.poll();
        return lane == null ? new Lane(created.getAndIncrement()) : lane;
    }

    void release(Lane lane) {
        free.add(lane);
        permits.release();
    }

    /** Lets another lane take the place of one whose last command is in doubt. */
    void abandon() {
        permits.release();
    }

    /** Lets a lane be used again that was abandoned. */
    void readmit(Lane lane) {
        free.add(lane);
    }

    /** The sequence of commands of one thread after the other. Used by one thread at a time. */
    static final class Lane {

        private final byte[] field;
        private long sequence;

        private Lane(int number) {
            this.field = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
        }

        /** Returns the name of this lane. */
        byte[] field() {
            return field;
        }

        /** Returns the number of the next command. */
        byte[] next() {
            return Long.toString(++sequence).getBytes(StandardCharsets.US_ASCII);
        }
    }
}
