package io.github.buffer4j.spring.redis;

import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a client. The commands of one lane have ascending numbers and follow one another, so that the server
 * recognizes a command that it has executed already. There are few lanes, however many threads there are.
 */
final class CommandLanes {

    private static final int MAX_LANES = 32;

    private final Semaphore permits = new Semaphore(MAX_LANES);
    /* The lane that was used last is used next, so that few have a reply on the server. */
    private final Deque<Lane> free = new ConcurrentLinkedDeque<>();
    private final AtomicInteger created = new AtomicInteger();

    /**
     * Waits for a lane, which the caller has for itself until it releases or abandons it. An interrupted thread does
     * not wait for long.
     *
     * @return the lane; null if there was none in time
     */
    @Nullable
    Lane acquire(long nanos) {
        return acquire(permits, nanos) ? next() : null;
    }

    /** Waits for a permit, and returns whether there was one in time. An interrupted thread does not wait for long. */
    static boolean acquire(Semaphore permits, long nanos) {
        boolean interrupted = Thread.interrupted();
        try {
            long end = System.nanoTime() + nanos;
            while (true) {
                long left = end - System.nanoTime();
                try {
                    return permits.tryAcquire(
                            interrupted ? Math.min(left, RedisCommands.HURRIED_NANOS) : left, TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Lane next() {
        Lane lane = free.pollFirst();
        return lane == null ? new Lane(created.getAndIncrement()) : lane;
    }

    void release(Lane lane) {
        free.addFirst(lane);
        permits.release();
    }

    /** Lets another lane take the place of one whose last command is in doubt. */
    void abandon() {
        permits.release();
    }

    /** Lets a lane be used again that was abandoned. */
    void readmit(Lane lane) {
        free.addFirst(lane);
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
