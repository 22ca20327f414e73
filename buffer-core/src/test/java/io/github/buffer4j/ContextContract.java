package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contexts that travel with the elements. */
interface ContextContract extends LocalFactory {

    /** Carries the name of the current user, and records when a user is restored and ended. */
    final class User implements ContextCarrier {

        static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

        final List<String> notes = new CopyOnWriteArrayList<>();
        private final Thread creator = Thread.currentThread();
        boolean failsToCapture;
        boolean failsToRestore;
        boolean failsToEnd;

        @Override
        public @Nullable Object capture() {
            notes.add("capture");
            if (failsToCapture) {
                throw new IllegalStateException("no capture");
            }
            assertThat(Thread.currentThread()).isSameAs(creator);
            return CURRENT.get();
        }

        @Override
        public AutoCloseable restore(Object context) {
            if (failsToRestore) {
                throw new IllegalStateException("no restore");
            }
            String before = CURRENT.get();
            CURRENT.set((String) context);
            notes.add("restore " + context);
            return () -> {
                CURRENT.set(before);
                notes.add("end " + context);
                if (failsToEnd) {
                    throw new IOException("no end");
                }
            };
        }
    }

    private AbstractBuffer<String> carrying(User user) {
        return kind().create(Buffer.<String>builder().name("carrying").context(user), 8);
    }

    private static void writeAs(String user, Call.Action writing) throws Exception {
        User.CURRENT.set(user);
        try {
            writing.run();
        } finally {
            User.CURRENT.remove();
        }
    }

    @Test
    default void everyCallThatWritesCapturesItsContextOnce() throws Exception {
        User user = new User();
        AbstractBuffer<String> buffer = carrying(user);
        List<Call.Action> calls = List.of(
                () -> buffer.add("a"),
                () -> buffer.write(new String[] {"a", "b", "c"}),
                () -> buffer.write(new String[] {"x", "a", "b"}, 1, 2),
                () -> buffer.offer("a"),
                () -> buffer.offer("a", WaitingContract.LONG),
                () -> buffer.offer(new String[] {"a", "b", "c"}, 0, 3),
                () -> buffer.putBack(List.of("a", "b", "c")));
        for (int i = 0; i < calls.size(); i++) {
            user.notes.clear();
            writeAs("user " + i, calls.get(i));
            assertThat(user.notes).containsExactly("capture");
            assertThat(buffer.readEnvelopes(9, Duration.ZERO))
                    .extracting(Envelope::context)
                    .containsOnly("user " + i);
        }
    }

    @Test
    default void eachActionRunsInTheContextOfItsElement() throws Exception {
        User user = new User();
        AbstractBuffer<String> buffer = carrying(user);
        writeAs("ann", () -> buffer.write(new String[] {"a", "b"}));
        buffer.add("c");
        writeAs("bob", () -> buffer.add("d"));
        buffer.closeWrite();
        user.notes.clear();
        List<String> seen = new ArrayList<>();
        buffer.forEach(element -> {
            seen.add(element + " " + User.CURRENT.get());
            assertThat(buffer.lock.isHeldByCurrentThread()).isFalse();
        });
        assertThat(seen).containsExactly("a ann", "b ann", "c null", "d bob");
        assertThat(user.notes)
                .containsExactly("restore ann", "end ann", "restore ann", "end ann", "restore bob", "end bob");
        assertThat(User.CURRENT.get()).isNull();
    }

    @Test
    default void aContextEndsWhenItsActionThrows() throws Exception {
        User user = new User();
        AbstractBuffer<String> buffer = carrying(user);
        writeAs("ann", () -> buffer.add("a"));
        Call<Boolean> reader = Call.of(() -> buffer.forEach(element -> {
            throw new BufferClosedException("by the action", null, 0);
        }));
        reader.failure(BufferClosedException.class);
        assertThat(user.notes).endsWith("restore ann", "end ann");
    }

    @Test
    default void exceptionsOfACarrierAreNotPropagated() throws Exception {
        User user = new User();
        AbstractBuffer<String> buffer = carrying(user);
        user.failsToCapture = true;
        writeAs("ann", () -> buffer.write(new String[] {"a", "b"}));
        user.failsToCapture = false;
        writeAs("bob", () -> buffer.add("c"));
        user.failsToRestore = true;
        List<String> seen = new ArrayList<>();
        buffer.closeWrite();
        Call.Action reading = () -> buffer.forEach(element -> {
            seen.add(element + " " + User.CURRENT.get());
            user.failsToRestore = false;
            user.failsToEnd = true;
        });
        buffer.putBack(List.of());
        reading.run();
        assertThat(seen).containsExactly("a null", "b null", "c bob");
    }

    @Test
    default void contextsFollowTheirElementsThroughGrowthAndWrapping() throws Exception {
        User user = new User();
        AbstractBuffer<String> buffer = carrying(user);
        int written = 0;
        int read = 0;
        for (int round = 1; round <= 8; round++) {
            for (int i = 0; i < round; i++) {
                int number = written++;
                writeAs("user " + number, () -> buffer.add("e" + number));
            }
            for (Envelope<String> envelope : buffer.readEnvelopes(round, Duration.ZERO)) {
                assertThat(envelope).isEqualTo(new Envelope<>("e" + read, read, "user " + read));
                read++;
            }
        }
        assertThat(read).isEqualTo(written);
    }

    @Test
    default void elementsThatATargetCollectionRefusesKeepTheirContextAndNumber() throws Exception {
        User user = new User();
        AbstractBuffer<String> buffer = carrying(user);
        for (String name : List.of("ann", "bob", "cid")) {
            writeAs(name, () -> buffer.add("by " + name));
        }
        Call.of(() -> buffer.drainTo(new DrainToContract.Picky(1, () -> {}), 8)).failure(IllegalStateException.class);
        assertThat(buffer.readEnvelopes(9, Duration.ZERO))
                .containsExactly(new Envelope<>("by bob", 1, "bob"), new Envelope<>("by cid", 2, "cid"));
    }

    @Test
    default void envelopesThatArePutBackKeepTheirContexts() throws Exception {
        User user = new User();
        AbstractBuffer<String> buffer = carrying(user);
        for (String name : List.of("ann", "bob", "cid")) {
            writeAs(name, () -> buffer.add("by " + name));
        }
        buffer.add("by nobody");
        List<Envelope<String>> batch = buffer.readEnvelopes(4, Duration.ZERO);
        user.notes.clear();
        writeAs("dan", () -> buffer.putBackEnvelopes(batch.subList(1, 4)));
        assertThat(user.notes).isEmpty();
        assertThat(buffer.readEnvelopes(9, Duration.ZERO))
                .containsExactly(
                        new Envelope<>("by bob", 1, "bob"),
                        new Envelope<>("by cid", 2, "cid"),
                        new Envelope<>("by nobody", 3, null));
    }

    @Test
    default void theBufferReturnsACarrierThatRestoresContexts() throws Exception {
        User user = new User();
        AbstractBuffer<String> buffer = carrying(user);
        writeAs("ann", () -> buffer.add("a"));
        ContextCarrier carrier = Objects.requireNonNull(buffer.contextCarrier());
        Object context = Objects.requireNonNull(
                buffer.readEnvelopes(1, Duration.ZERO).get(0).context());
        AutoCloseable scope = carrier.restore(context);
        assertThat(User.CURRENT.get()).isEqualTo("ann");
        scope.close();
        assertThat(User.CURRENT.get()).isNull();
        assertThat(create(8).contextCarrier()).isNull();
    }

    @Test
    default void theCarrierOfTheBufferDoesNotThrow() throws Exception {
        User user = new User();
        ContextCarrier carrier = Objects.requireNonNull(carrying(user).contextCarrier());
        user.failsToCapture = true;
        user.failsToEnd = true;
        assertThat(carrier.capture()).isNull();
        carrier.restore("ann").close();
        user.failsToRestore = true;
        carrier.restore("bob").close();
        assertThat(user.notes).containsExactly("capture", "restore ann", "end ann");
    }
}
