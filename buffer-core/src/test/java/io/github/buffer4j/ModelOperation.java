package io.github.buffer4j;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A call that {@link ModelTest} makes on a buffer and on its model. The text is the call as Java code. */
record ModelOperation(String text, Call call) {

    private static final Duration NONE = Duration.ZERO;
    private static final Duration LONG = Duration.ofDays(1);

    /** A call with a result. */
    interface Call {
        @Nullable
        Object on(Buffer<Integer> buffer) throws Exception;
    }

    /** A call without a result. */
    interface VoidCall {
        void on(Buffer<Integer> buffer) throws Exception;
    }

    /** The outcome of a call. Exceptions are equal if their types, causes and counts are equal. */
    record Outcome(String value, @Nullable Throwable cause) {}

    private static ModelOperation of(String text, Call call) {
        return new ModelOperation(text, call);
    }

    private static ModelOperation run(String text, VoidCall call) {
        return new ModelOperation(text, buffer -> {
            call.on(buffer);
            return "";
        });
    }

    Outcome applyTo(Buffer<Integer> buffer) {
        try {
            return new Outcome(String.valueOf(call.on(buffer)), null);
        } catch (BufferModelState.WouldWait e) {
            throw e;
        } catch (BufferClosedException e) {
            return new Outcome("throws BufferClosedException, written " + e.written(), e.getCause());
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

    /** Generates a random call. Its elements are numbered from the id, which makes them unique. */
    static ModelOperation random(Random random, int id) {
        int n = random.nextInt(random.nextInt(5) == 0 ? 26 : 6);
        int group = random.nextInt(100);
        return group < 45 ? writing(random, id, n) : group < 80 ? reading(random, n) : other(random, id, n);
    }

    private static ModelOperation writing(Random random, int id, int n) {
        Duration time = randomTime(random);
        String ints = "ints(" + id + ", " + n + ")";
        return switch (random.nextInt(12)) {
            case 0 -> run("write(ints(" + id + ", 9), 3, " + n + ")", b -> b.write(ints(id, 9), 3, n));
            case 1 -> run("write(withNull(" + ints + "))", b -> b.write(withNull(ints(id, n))));
            case 2, 3, 4 -> run("write(" + ints + ")", b -> b.write(ints(id, n)));
            case 5 -> of("offer(" + id + ")", b -> b.offer(id));
            case 6 -> of("offer(" + id + ", " + time + ")", b -> b.offer(id, time));
            case 7 -> of("offer(withNull(" + ints + "))", b -> b.offer(withNull(ints(id, n)), 0, n + 1));
            case 8, 9 -> of("offer(" + ints + ")", b -> b.offer(ints(id, n), 0, n));
            default -> run("add(" + id + ")", b -> b.add(id));
        };
    }

    private static ModelOperation reading(Random random, int n) {
        Duration time = randomTime(random);
        return switch (random.nextInt(18)) {
            case 0 -> of("poll()", Buffer::poll);
            case 1 -> of("poll(" + time + ")", b -> b.poll(time));
            case 2 -> of("read(new Integer[" + n + "])", b -> read(b, n, 0, n));
            case 3 -> of("read(new Integer[9], 2, " + n + ")", b -> read(b, 9, 2, n));
            case 4 -> of("readBatch(" + (n - 1) + ", " + time + ")", b -> b.readBatch(n - 1, time));
            case 5 -> of("drainTo(list, " + (n - 1) + ")", b -> drain(b, n - 1, Integer.MAX_VALUE));
            case 6 -> of("drainTo(listThatTakesTwo, " + n + ")", b -> drain(b, n, 2));
            case 7 -> of("forEach(list::add)", ModelOperation::forEach);
            case 8 -> of("peek()", Buffer::peek);
            case 9 -> of("snapshot()", Buffer::snapshot);
            case 11 -> of("nextEnvelope()", Buffer::nextEnvelope);
            case 12 -> of("readEnvelopes(" + n + ", " + time + ")", b -> b.readEnvelopes(n, time));
            case 13 -> run("putBack(ints(" + -n + ", " + n + "))", b -> b.putBack(List.of(ints(-n, n))));
            case 14 ->
                run(
                        "putBackEnvelopes(List.of(new Envelope<>(" + -n + ", 0, null)))",
                        b -> b.putBackEnvelopes(List.of(new Envelope<>(-n, 0, null))));
            case 10 -> of("discard(" + (n - 1) + ")", b -> b.discard(n - 1));
            default -> of("next()", Buffer::next);
        };
    }

    private static ModelOperation other(Random random, int id, int n) {
        IOException cause = new IOException("cause " + id);
        String text = "new IOException(\"cause " + id + "\")";
        return switch (random.nextInt(36)) {
            case 0, 1, 2 -> of("closeWithError(" + text + ")", b -> b.closeWithError(cause));
            case 3 -> of("closeWithError(null)", b -> b.closeWithError(null));
            case 4, 5, 6 -> of("closeWrite(" + text + ")", b -> b.closeWrite(cause));
            case 7 -> of("closeWrite()", Buffer::closeWrite);
            case 8 -> run("close()", Buffer::close);
            case 9, 10 -> of("reset()", Buffer::reset);
            case 11, 12 -> of("size()", Buffer::size);
            case 13, 14 -> of("capacity()", Buffer::capacity);
            case 15, 16 -> of("state()", Buffer::state);
            case 17, 18 -> of("error()", Buffer::error);
            case 19, 20 -> of("stats()", Buffer::stats);
            case 21, 22 -> of("awaitDrained(PT0S)", b -> b.awaitDrained(NONE));
            default -> run("resize(" + n + ")", b -> b.resize(n));
        };
    }

    private static Duration randomTime(Random random) {
        return random.nextBoolean() ? NONE : LONG;
    }

    private static Integer[] ints(int first, int n) {
        return IntStream.range(first, first + n).boxed().toArray(Integer[]::new);
    }

    private static Integer[] withNull(Integer[] elements) {
        return Arrays.copyOf(elements, elements.length + 1);
    }

    private static String read(Buffer<Integer> buffer, int size, int offset, int length) throws InterruptedException {
        Integer[] target = new Integer[size];
        return buffer.read(target, offset, length) + " " + Arrays.toString(target);
    }

    private static List<Integer> forEach(Buffer<Integer> buffer) throws InterruptedException {
        List<Integer> seen = new ArrayList<>();
        buffer.forEach(seen::add);
        return seen;
    }

    private static String drain(Buffer<Integer> buffer, int max, int places) {
        List<Integer> target = new ArrayList<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean add(Integer element) {
                if (size() == places) {
                    throw new IndexOutOfBoundsException("no room");
                }
                return super.add(element);
            }
        };
        try {
            return buffer.drainTo(target, max) + " " + target;
        } catch (IndexOutOfBoundsException e) {
            return "throws after " + target;
        }
    }
}
