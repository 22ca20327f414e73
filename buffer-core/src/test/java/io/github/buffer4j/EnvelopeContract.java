package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of envelopes, of contexts and of elements that are put back. */
interface EnvelopeContract extends BufferFactory {

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

    private static List<String> sequences(List<Envelope<String>> envelopes) {
        return envelopes.stream()
                .map(envelope -> envelope.sequence() + envelope.element())
                .toList();
    }

    @Test
    default void envelopesNumberTheElementsInTheOrderInWhichTheyEntered() throws Exception {
        Buffer<String> buffer = open("a", "b", "c", "d", "e", "f");
        assertThat(buffer.nextEnvelope()).isEqualTo(new Envelope<>("a", 0, null));
        assertThat(sequences(buffer.readEnvelopes(2, Duration.ZERO))).containsExactly("1b", "2c");
        buffer.discard(1);
        buffer.poll();
        buffer.write(new String[] {"g", "h"});
        assertThat(sequences(buffer.readEnvelopes(9, Duration.ZERO))).containsExactly("5f", "6g", "7h");
        buffer.closeWrite();
        assertThat(buffer.nextEnvelope()).isNull();
        assertThat(buffer.readEnvelopes(9, WaitingContract.LONG)).isEmpty();
    }

    @Test
    default void envelopesSeeErrorsAndInterruptsAsOtherReadersDo() throws Exception {
        IOException cause = new IOException("the cable was cut");
        Buffer<String> buffer = create(8);
        for (boolean batch : new boolean[] {true, false}) {
            Call<?> call = Call.of(() -> batch ? buffer.readEnvelopes(1, Duration.ZERO) : buffer.nextEnvelope())
                    .awaitWaiting(buffer, 1);
            call.interrupt();
            assertThat(call.outcome()).isEqualTo("interrupted");
        }
        Call<?> reader = Call.of(() -> buffer.nextEnvelope()).awaitWaiting(buffer, 1);
        Call<?> other = Call.of(() -> buffer.readEnvelopes(1, Duration.ZERO)).awaitWaiting(buffer, 2);
        buffer.closeWithError(cause);
        assertThat(reader.outcome()).isEqualTo("closed by the cable was cut");
        assertThat(other.outcome()).isEqualTo("closed by the cable was cut");
    }

    @Test
    default void aLingeringReaderOfEnvelopesContinuesTheNumbers() throws Exception {
        Buffer<String> buffer = open("a");
        Call<List<Envelope<String>>> reader =
                Call.of(() -> buffer.readEnvelopes(3, WaitingContract.LONG)).awaitWaiting(buffer, 1);
        buffer.write(new String[] {"b", "c", "d"});
        assertThat(sequences(reader.result())).containsExactly("0a", "1b", "2c");
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
        Call.of(() -> buffer.drainTo(new DropContract.Picky(1, () -> {}), 8)).failure(IllegalStateException.class);
        assertThat(buffer.readEnvelopes(9, Duration.ZERO))
                .containsExactly(new Envelope<>("by bob", 1, "bob"), new Envelope<>("by cid", 2, "cid"));
    }

    @Test
    default void elementsThatArePutBackComeFirstInTheirOrderWithTheirNumbers() throws Exception {
        Buffer<String> buffer = open("a", "b", "c", "d");
        List<String> batch = buffer.readBatch(3, Duration.ZERO);
        buffer.putBack(batch.subList(1, 3));
        assertThat(buffer.snapshot()).containsExactly("b", "c", "d");
        assertThat(sequences(buffer.readEnvelopes(9, Duration.ZERO))).containsExactly("1b", "2c", "3d");
        assertThat(buffer.stats().written()).isEqualTo(6);
        assertThat(buffer.stats().read()).isEqualTo(6);
    }

    /** Otherwise a reader would see decreasing numbers, or a gap although no element is missing. */
    @Test
    default void elementsThatArePutBackAfterOthersHaveReadGetTheNumbersOfTheirNewPositions() throws Exception {
        Buffer<String> buffer = open("a", "b", "c", "d");
        List<String> mine = buffer.readBatch(2, Duration.ZERO);
        assertThat(buffer.next()).isEqualTo("c");
        buffer.putBack(mine);
        buffer.add("e");
        assertThat(sequences(buffer.readEnvelopes(9, Duration.ZERO))).containsExactly("1a", "2b", "3d", "4e");
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
    default void envelopesArePutBackIntoABufferWithoutContexts() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        List<Envelope<String>> batch = buffer.readEnvelopes(2, Duration.ZERO);
        buffer.putBackEnvelopes(batch);
        assertThat(sequences(buffer.readEnvelopes(9, Duration.ZERO))).containsExactly("0a", "1b", "2c");
    }

    @Test
    default void putBackOfEnvelopesRefusesNullAndChangesNothing() throws Exception {
        Buffer<String> buffer = open("a");
        BufferStats before = buffer.stats();
        Envelope<String> envelope = new Envelope<>("b", 1, null);
        assertThatNullPointerException().isThrownBy(() -> buffer.putBackEnvelopes(Arrays.asList(envelope, null)));
        buffer.putBackEnvelopes(List.of());
        assertThat(buffer.stats()).isEqualTo(before);
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

    @Test
    default void putBackWakesWaitingReaders() throws Exception {
        Buffer<String> buffer = create(8);
        List<Call<String>> readers = WaitingContract.waiting(buffer, 2, buffer::next);
        buffer.putBack(List.of("a", "b"));
        assertThat(WaitingContract.results(readers)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    default void putBackRefusesNullAndChangesNothing() throws Exception {
        Buffer<String> buffer = open("a");
        BufferStats before = buffer.stats();
        assertThatNullPointerException().isThrownBy(() -> buffer.putBack(Arrays.asList("b", null)));
        buffer.putBack(List.of());
        assertThat(buffer.stats()).isEqualTo(before);
    }

    @Test
    default void elementsPutBackIntoAnEndedBufferAreDiscardedCountedAndReported() throws Exception {
        for (boolean clean : new boolean[] {true, false}) {
            DropContract.Notes notes = new DropContract.Notes();
            AbstractBuffer<String> buffer =
                    kind().create(Buffer.<String>builder().dropListener(notes), 8);
            buffer.write(new String[] {"a", "b"});
            List<String> batch = buffer.readBatch(2, Duration.ZERO);
            if (clean) {
                buffer.closeWrite();
            } else {
                buffer.close();
            }
            buffer.putBack(batch);
            assertThat(notes.seen).containsExactly("DISCARDED a", "DISCARDED b");
            assertThat(buffer.size()).isZero();
            assertThat(buffer.stats().discarded()).isEqualTo(2);
            assertThat(buffer.stats().written()).isEqualTo(4);
        }
    }

    @Test
    default void elementsPutBackWhileDrainingAreRead() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        List<String> batch = buffer.readBatch(2, Duration.ZERO);
        buffer.closeWrite();
        buffer.putBack(batch);
        assertThat(buffer.stream()).containsExactly("a", "b", "c");
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
    }

    @Test
    default void peakSizeIncludesElementsThatWerePutBack() throws Exception {
        Buffer<String> buffer = open("a", "b");
        buffer.putBack(List.of("x", "y", "z"));
        buffer.reset();
        assertThat(buffer.stats().peakSize()).isEqualTo(5);
        assertThat(buffer.stats().recentPeakSize()).isEqualTo(5);
    }

    @Test
    default void elementsThatArePutBackKeepTheirAge() throws Exception {
        AbstractBuffer<String> buffer = kind().create(Buffer.<String>builder().trackAge(true), 4);
        long begin = System.nanoTime();
        buffer.add("a");
        long old = System.nanoTime();
        while (System.nanoTime() - old < 50_000_000) {
            Thread.onSpinWait();
        }
        buffer.write(new String[] {"b", "c", "d"});
        List<String> batch = buffer.readBatch(3, Duration.ZERO);
        buffer.putBack(batch);
        assertThat(age(buffer)).isGreaterThan(50_000_000).isLessThan(System.nanoTime() - begin);
        batch = buffer.readBatch(2, Duration.ZERO);
        if (kind() != Kind.RING) {
            buffer.write(new String[] {"e", "f"});
        }
        buffer.putBack(batch);
        assertThat(buffer.peek()).isEqualTo("a");
        assertThat(age(buffer)).isGreaterThan(50_000_000);
        buffer.poll();
        assertThat(age(buffer)).isLessThan(System.nanoTime() - old - 50_000_000 + 1);
    }

    /** Includes elements whose removal shrank the storage. */
    @Test
    default void manyElementsThatArePutBackKeepTheirAge() throws Exception {
        AbstractBuffer<String> buffer = kind().create(Buffer.<String>builder().trackAge(true), 1000);
        buffer.add("a");
        long old = System.nanoTime();
        while (System.nanoTime() - old < 50_000_000) {
            Thread.onSpinWait();
        }
        for (int i = 1; i < 1000; i++) {
            buffer.add("b");
        }
        buffer.putBack(buffer.readBatch(1000, Duration.ZERO));
        assertThat(buffer.peek()).isEqualTo("a");
        assertThat(age(buffer)).isGreaterThan(50_000_000);
    }

    @Test
    default void aFailedDrainToDoesNotResetTheAge() throws Exception {
        AbstractBuffer<String> buffer = kind().create(Buffer.<String>builder().trackAge(true), 8);
        buffer.write(new String[] {"a", "b", "c"});
        long old = System.nanoTime();
        while (System.nanoTime() - old < 50_000_000) {
            Thread.onSpinWait();
        }
        Call.of(() -> buffer.drainTo(new DropContract.Picky(1, () -> buffer.offer("d")), 3))
                .failure(IllegalStateException.class);
        assertThat(buffer.snapshot()).containsExactly("b", "c", "d");
        assertThat(age(buffer)).isGreaterThan(50_000_000);
    }

    private static long age(Buffer<?> buffer) {
        return buffer.stats().oldestAgeNanos().orElseThrow();
    }
}
