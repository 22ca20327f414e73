package io.github.buffer4j.spring.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.buffer4j.BufferKind;
import io.github.buffer4j.spring.redis.CommandLanes.Lane;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * One client of a buffer on a server: its commands, each of which is executed once. A read without an answer is in
 * doubt until it is undone, which precedes the next one. Safe for use by any number of threads.
 */
final class RedisClient {

    private static final String SCHEMA_VERSION = "1";

    /** What one command has at most: a larger one would keep the others of all clients waiting. */
    static final int MAX_ELEMENTS = 10_000;

    /* The answers to the last commands are kept for a day after the last touch. */
    private static final long NANOS_BETWEEN_TOUCHES = Duration.ofMinutes(1).toNanos();
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private static final byte[] YES = {'1'};
    private static final byte[] NO = {'0'};

    private final String name;
    private final String client;
    private final RedisKeys keys;
    private final RedisCommands commands;
    private final CommandLanes lanes = new CommandLanes();
    private final Queue<Doubt> doubts = new ConcurrentLinkedQueue<>();
    private final Semaphore undoing = new Semaphore(1);
    private final long commandNanos;
    private volatile Runnable whenLost = () -> {};
    private volatile long touchedAt;
    private volatile boolean leaving;
    private volatile boolean lost;
    private String generation = "";
    private byte[] encodedGeneration = {};

    /** A read whose outcome is unknown, as the command that undoes it. */
    private record Doubt(Lane lane, Script undo, List<byte[]> arguments) {}

    RedisClient(RedisConnectionFactory factory, String prefix, String name, String client, Duration commandTimeout) {
        this.name = name;
        this.client = client;
        this.keys = new RedisKeys(prefix, name, client);
        this.commands = new RedisCommands(factory, () -> leaving);
        this.commandNanos = commandTimeout.toNanos();
        this.touchedAt = System.nanoTime() - NANOS_BETWEEN_TOUCHES;
    }

    String name() {
        return name;
    }

    /** Returns the name of this client, which no other one has. */
    String clientName() {
        return client;
    }

    String channel() {
        return keys.channel();
    }

    String generation() {
        return generation;
    }

    boolean isLost() {
        return lost;
    }

    boolean isAvailable() {
        return commands.isAvailable();
    }

    /** Notes that the client leaves: commands without an answer are not tried for long any more. */
    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** Sets what is done once the server has lost the buffer. */
    void whenLost(Runnable action) {
        whenLost = action;
    }

    /** Releases the connection. */
    void close() {
        commands.release();
    }

    /**
     * Attaches to the buffer, or creates it.
     *
     * @return the kind and the capacity on the server
     * @throws IllegalStateException if the buffer on the server has another schema version
     */
    Reply open(BufferKind kind, int capacity, boolean alter) {
        Reply reply = commands.run(
                Script.OPEN,
                keys.keys(),
                new byte[][] {
                    UUID.randomUUID().toString().getBytes(US_ASCII),
                    NO,
                    NO,
                    NO,
                    kind.name().toLowerCase(Locale.ROOT).getBytes(US_ASCII),
                    ascii(capacity),
                    flag(alter),
                    utf8(SCHEMA_VERSION)
                },
                commandNanos);
        requireSchemaVersion(reply.text(4));
        generation = reply.text(1);
        encodedGeneration = reply.bytes(1);
        return reply;
    }

    private void requireSchemaVersion(String found) {
        if (!found.equals(SCHEMA_VERSION)) {
            throw new IllegalStateException("The buffer '" + name + "' on the server is one of another release of this"
                    + " library: it has the schema version " + found + ", and this release has " + SCHEMA_VERSION
                    + ". Drain and close it with that release, or use another prefix");
        }
    }

    /**
     * Executes a command once.
     *
     * @throws BufferLostException if the server has lost the buffer
     * @throws BufferUnavailableException if the outcome is unknown
     */
    Reply execute(Script script, byte[]... arguments) {
        Lane lane = lane();
        try {
            return known(commands.run(script, keys.keys(), arguments(lane, arguments), commandNanos));
        } finally {
            lanes.release(lane);
        }
    }

    /**
     * Executes a read once. If its outcome is unknown, it is in doubt until it is {@linkplain #undoDoubts undone}.
     *
     * @param undo the script that undoes it, in the same lane
     * @param undoArguments its arguments
     * @throws BufferLostException if the server has lost the buffer
     * @throws BufferUnavailableException if the outcome is unknown
     */
    Reply executeRead(Script undo, Supplier<byte[][]> undoArguments, byte[]... arguments) {
        Lane lane = lane();
        Reply reply;
        try {
            reply = commands.run(Script.READ, keys.keys(), arguments(lane, arguments), commandNanos);
        } catch (RuntimeException e) {
            doubts.add(new Doubt(lane, undo, List.of(arguments(lane, undoArguments.get()))));
            lanes.abandon();
            throw e;
        }
        lanes.release(lane);
        return known(reply);
    }

    /**
     * Undoes the reads that are in doubt. Threads that wait for another one to do so fail when their own time is up.
     *
     * @param soon whether not to try for long
     * @param undone is called with each reply of {@link Script#UNDO}, by one thread at a time
     * @throws BufferUnavailableException if a read is still in doubt
     */
    void undoDoubts(boolean soon, Consumer<Reply> undone) {
        if (doubts.isEmpty()) {
            return;
        }
        long nanos = soon ? Math.min(commandNanos, LOOK_NANOS) : commandNanos;
        long end = System.nanoTime() + nanos;
        if (!CommandLanes.acquire(undoing, nanos)) {
            throw noAnswerForOthers();
        }
        try {
            for (Doubt doubt = doubts.peek(); doubt != null; doubt = doubts.peek()) {
                byte[][] arguments = doubt.arguments().toArray(byte[][]::new);
                Reply reply = commands.run(doubt.undo(), keys.keys(), arguments, end - System.nanoTime());
                doubts.remove();
                lanes.readmit(doubt.lane());
                Reply known = known(reply);
                if (doubt.undo() == Script.UNDO) {
                    undone.accept(known);
                }
            }
        } finally {
            undoing.release();
        }
    }

    /** Executes a command that has no effect, or the same one each time. It is not tried for long. */
    Reply look(Script script, byte[]... arguments) {
        byte[][] all = prepend(new byte[][] {encodedGeneration, NO, NO, NO}, arguments);
        return known(commands.run(script, keys.keys(), all, Math.min(commandNanos, LOOK_NANOS)));
    }

    /**
     * Lets the server forget the commands of this client, which has left, in ten minutes. They are kept for a day if a
     * read is in doubt, or if the server is away.
     *
     * @throws BufferUnavailableException if the server does not answer
     */
    void forget() {
        if (doubts.isEmpty() && isAvailable()) {
            Reply unused = look(Script.LEAVE);
        }
    }

    private Lane lane() {
        Lane lane = lanes.acquire(commandNanos);
        if (lane == null) {
            throw noAnswerForOthers();
        }
        return lane;
    }

    private static BufferUnavailableException noAnswerForOthers() {
        return new BufferUnavailableException(
                "The Redis server has not answered the commands of other threads in time", null, 0);
    }

    private byte[][] arguments(Lane lane, byte[]... own) {
        long now = System.nanoTime();
        boolean touch = now - touchedAt >= NANOS_BETWEEN_TOUCHES;
        if (touch) {
            touchedAt = now;
        }
        return prepend(new byte[][] {encodedGeneration, lane.field(), lane.next(), flag(touch)}, own);
    }

    private static byte[][] prepend(byte[][] first, byte[][] others) {
        byte[][] all = Arrays.copyOf(first, first.length + others.length);
        System.arraycopy(others, 0, all, first.length, others.length);
        return all;
    }

    private Reply known(Reply reply) {
        if (reply.isLost()) {
            if (!lost) {
                lost = true;
                whenLost.run();
            }
            throw lost(0);
        }
        return reply;
    }

    BufferLostException lost(int written) {
        return new BufferLostException(
                "The Redis server has lost the contents of the buffer '" + name + "' (generation " + generation
                        + "): it was restarted without persistence, flushed, or replaced",
                written);
    }

    static byte[] flag(boolean value) {
        return value ? YES : NO;
    }

    static byte[] ascii(long number) {
        return Long.toString(number).getBytes(US_ASCII);
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
