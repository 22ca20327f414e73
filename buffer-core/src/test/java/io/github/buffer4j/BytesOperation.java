package io.github.buffer4j;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A call that {@link BytesModelTest} makes on a buffer and on its model. */
record BytesOperation(String text, Call call) {

    private static final List<Duration> TIMES =
            List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofSeconds(Long.MIN_VALUE));

    /** The two ends and what they have in common: a buffer, or a model. */
    record Ends(BytesWriter writer, BytesReader reader, StreamingBuffer both) {

        static Ends of(BytesBuffer buffer) {
            return new Ends(buffer, buffer, buffer);
        }

        static Ends of(BytesModel model) {
            return new Ends(model, model, model.elements);
        }
    }

    /** A call with a result, which is null for a call without one. */
    interface Call {
        @Nullable
        Object on(Ends ends) throws Exception;
    }

    /** The outcome of a call. Exceptions are equal if their types, causes and counts are equal. */
    record Outcome(String value, @Nullable Throwable cause) {}

    Outcome applyTo(Ends ends) {
        try {
            return new Outcome(String.valueOf(call.on(ends)), null);
        } catch (BufferModelState.WouldWait e) {
            throw e;
        } catch (BufferClosedException e) {
            return new Outcome("throws BufferClosedException, written " + e.written(), e.getCause());
        } catch (EOFException e) {
            return new Outcome("throws " + e.getMessage(), e.getCause());
        } catch (Exception e) {
            return new Outcome("throws " + e.getClass().getSimpleName(), e.getCause());
        }
    }

    /** Returns the name of the method. */
    String name() {
        return text.substring(0, text.indexOf('('));
    }

    @Override
    public String toString() {
        return text;
    }

    /** Generates a random call. The bytes that it writes are numbered from the id. */
    static BytesOperation random(Random random, int id) {
        int n = random.nextInt(random.nextInt(5) == 0 ? 26 : 6);
        int group = random.nextInt(100);
        return group < 45 ? writing(random, id, n) : group < 80 ? reading(random, n) : other(random, id, n);
    }

    private static BytesOperation writing(Random random, int id, int n) {
        Duration time = TIMES.get(random.nextInt(3));
        Memory memory = Memory.values()[random.nextInt(Memory.values().length)];
        String run = "bytes(" + id + ", " + n + ")";
        String source = memory + "(" + run + ")";
        return switch (random.nextInt(12)) {
            case 0 -> of("write(bytes(" + id + ", 9), 3, " + n + ")", e -> write(e, bytes(id, 9), 3, n));
            case 1, 2 -> of("write(" + run + ")", e -> write(e, bytes(id, n), 0, n));
            case 3, 4, 5 ->
                of(
                        "write(" + source + ")",
                        e -> onSource(memory, id, n, s -> {
                            e.writer().write(s);
                            return "";
                        }));
            case 6 -> of("offer(" + run + ")", e -> e.writer().offer(bytes(id, n), 0, n));
            case 7 -> of("offer(" + run + ", " + time + ")", e -> e.writer().offer(bytes(id, n), 0, n, time));
            case 8 -> of("offer(" + source + ")", e -> onSource(memory, id, n, e.writer()::offer));
            case 9 ->
                of(
                        "offer(" + source + ", " + time + ")",
                        e -> onSource(memory, id, n, s -> e.writer().offer(s, time)));
            default ->
                of("add(" + id + ")", e -> {
                    e.writer().add((byte) id);
                    return null;
                });
        };
    }

    private static BytesOperation reading(Random random, int n) {
        Duration time = TIMES.get(random.nextInt(3));
        Memory memory = Memory.values()[random.nextInt(Memory.values().length)];
        String target = memory + "(" + n + ")";
        return switch (random.nextInt(16)) {
            case 0 ->
                of("read(array, 2, " + n + ")", e -> onArray(9, a -> e.reader().read(a, 2, n)));
            case 1 -> of("read(array)", e -> onArray(n, e.reader()::read));
            case 2 ->
                of("read(array, " + time + ")", e -> onArray(n, a -> e.reader().read(a, 0, n, time)));
            case 3, 4, 5 -> of("read(" + target + ")", e -> onTarget(memory, n, e.reader()::read));
            case 6 ->
                of(
                        "read(" + target + ", " + time + ")",
                        e -> onTarget(memory, n, t -> e.reader().read(t, time)));
            case 7, 8 ->
                of(
                        "readFully(array, 1, " + n + ")",
                        e -> onArray(n + 2, a -> {
                            e.reader().readFully(a, 1, n);
                            return "";
                        }));
            case 9 -> of("peek()", e -> e.reader().peek());
            case 10 ->
                of("peek(array, 2, " + n + ")", e -> onArray(9, a -> e.reader().peek(a, 2, n)));
            case 11 -> of("snapshot()", e -> Arrays.toString(e.reader().snapshot()));
            case 12 -> of("discard(" + (n - 1) + ")", e -> e.reader().discard(n - 1));
            default -> of("next()", e -> e.reader().next());
        };
    }

    private static BytesOperation other(Random random, int id, int n) {
        IOException cause = new IOException("cause " + id);
        return switch (random.nextInt(30)) {
            case 0, 1 -> of("closeWithError(cause)", e -> e.both().closeWithError(cause));
            case 2 -> of("closeWithError(null)", e -> e.both().closeWithError(null));
            case 3, 4 -> of("closeWrite(cause)", e -> e.writer().closeWrite(cause));
            case 5, 6 -> of("closeWrite()", e -> e.writer().closeWrite());
            case 7 ->
                of("close()", e -> {
                    e.both().close();
                    return null;
                });
            case 8, 9 -> of("reset()", e -> e.both().reset());
            case 10 -> of("size()", e -> e.both().size());
            case 11 -> of("capacity()", e -> e.both().capacity());
            case 12 -> of("awaitDrained(PT0S)", e -> e.both().awaitDrained(Duration.ZERO));
            default ->
                of("resize(" + n + ")", e -> {
                    e.both().resize(n);
                    return null;
                });
        };
    }

    private static BytesOperation of(String text, Call call) {
        return new BytesOperation(text, call);
    }

    /** Where the bytes of a byte buffer are. */
    private enum Memory {
        HEAP,
        HEAP_AT_AN_OFFSET,
        DIRECT,
        DIRECT_SLICE,
        READ_ONLY;

        /** Creates a byte buffer with this many remaining bytes, and with other bytes before and after them. */
        ByteBuffer allocate(int n) {
            ByteBuffer all = this == DIRECT || this == DIRECT_SLICE
                    ? ByteBuffer.allocateDirect(n + 7)
                    : ByteBuffer.allocate(n + 7);
            ByteBuffer part = all.position(3).limit(3 + n);
            return switch (this) {
                case HEAP, DIRECT, READ_ONLY -> part;
                case HEAP_AT_AN_OFFSET, DIRECT_SLICE -> all.position(1).slice().position(2);
            };
        }
    }

    private interface OnByteBuffer {
        Object call(ByteBuffer buffer) throws Exception;
    }

    private interface OnArray {
        Object call(byte[] array) throws Exception;
    }

    private static Object write(Ends ends, byte[] source, int offset, int length) throws InterruptedException {
        ends.writer().write(source, offset, length);
        return "";
    }

    /* The result, or the exception, and the position and limit of the source after the call. */
    private static Object onSource(Memory memory, int id, int n, OnByteBuffer call) throws Exception {
        ByteBuffer source = memory.allocate(n);
        source.duplicate().put(bytes(id, n));
        ByteBuffer passed = memory == Memory.READ_ONLY ? source.asReadOnlyBuffer() : source;
        try {
            return call.call(passed) + " " + passed;
        } catch (BufferClosedException | BufferFullException e) {
            return "throws " + e.getClass().getSimpleName() + " " + e.getCause() + " " + passed;
        }
    }

    /* The result, or the exception, the position and limit of the target, and all that is in its memory. */
    private static Object onTarget(Memory memory, int n, OnByteBuffer call) throws Exception {
        ByteBuffer target = memory.allocate(n);
        ByteBuffer passed = memory == Memory.READ_ONLY ? target.asReadOnlyBuffer() : target;
        String result;
        try {
            result = String.valueOf(call.call(passed));
        } catch (BufferClosedException | UnsupportedOperationException e) {
            result = "throws " + e.getClass().getSimpleName() + " " + e.getCause();
        }
        byte[] all = new byte[target.capacity()];
        target.duplicate().clear().get(all);
        return result + " " + passed + " " + Arrays.toString(all);
    }

    /* The result, or the exception, and the array after the call. */
    private static Object onArray(int length, OnArray call) throws Exception {
        byte[] array = new byte[length];
        String result;
        try {
            result = String.valueOf(call.call(array));
        } catch (BufferClosedException | EOFException | IndexOutOfBoundsException e) {
            boolean ended = e instanceof EOFException;
            result = "throws " + (ended ? e.getMessage() : e.getClass().getSimpleName()) + " " + e.getCause();
        }
        return result + " " + Arrays.toString(array);
    }

    private static byte[] bytes(int first, int n) {
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }
}
