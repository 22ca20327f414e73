package io.github.buffer4j;

import static io.github.buffer4j.Waiter.ADD;
import static io.github.buffer4j.Waiter.LINGER;
import static io.github.buffer4j.Waiter.NEXT;
import static io.github.buffer4j.Waiter.OFFER;
import static io.github.buffer4j.Waiter.POLL;
import static io.github.buffer4j.Waiter.READ;
import static io.github.buffer4j.Waiter.READ_BATCH;
import static io.github.buffer4j.Waiter.RUN;
import static io.github.buffer4j.Waiter.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to close, and reset, combined with every call that may wait, and with every other way to close. */
class ClosingMatrixTest {

    private enum Closing {
        CLOSE_WRITE(false, false) {
            @Override
            boolean of(Buffer<?> buffer, IOException cause) {
                return buffer.closeWrite();
            }
        },
        CLOSE_WRITE_WITH_CAUSE(true, false) {
            @Override
            boolean of(Buffer<?> buffer, IOException cause) {
                return buffer.closeWrite(cause);
            }
        },
        CLOSE(false, true) {
            @Override
            boolean of(Buffer<?> buffer, IOException cause) {
                boolean wins = !buffer.state().isTerminal();
                buffer.close();
                return wins;
            }
        },
        CLOSE_WITH_ERROR(true, true) {
            @Override
            boolean of(Buffer<?> buffer, IOException cause) {
                return buffer.closeWithError(cause);
            }
        };

        private final boolean givesCause;
        private final boolean dropsElements;

        Closing(boolean givesCause, boolean dropsElements) {
            this.givesCause = givesCause;
            this.dropsElements = dropsElements;
        }

        /** Closes the buffer; returns whether this call took effect. Call with the lock held. */
        abstract boolean of(Buffer<?> buffer, IOException cause);

        @Nullable
        IOException causeOf(IOException cause) {
            return givesCause ? cause : null;
        }

        BufferState stateAfter(boolean empty) {
            return dropsElements ? BufferState.CLOSED : empty ? BufferState.DRAINED : BufferState.DRAINING;
        }

        String outcome(Waiter waiter) {
            String outcome = this == CLOSE_WRITE ? waiter.atTheEnd : waiter.atAnError;
            return outcome.startsWith("closed") && givesCause ? outcome + " by the cable was cut" : outcome;
        }
    }

    private static final List<List<Waiter>> SITUATIONS = List.of(
            List.of(),
            List.of(NEXT),
            List.of(READ),
            List.of(READ_BATCH),
            List.of(POLL),
            List.of(LINGER),
            List.of(NEXT, READ, READ_BATCH, POLL),
            List.of(LINGER, NEXT, NEXT),
            List.of(ADD),
            List.of(WRITE),
            List.of(OFFER),
            List.of(RUN),
            List.of(ADD, WRITE, OFFER),
            List.of(RUN, ADD, WRITE, OFFER));

    private static Stream<Arguments> closingsOfSituations() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> SITUATIONS.stream()
                        .filter(waiters -> waiters.stream().allMatch(waiter -> kind.makesWait(waiter)))
                        .flatMap(waiters ->
                                Arrays.stream(Closing.values()).map(closing -> Arguments.of(kind, closing, waiters))));
    }

    private final IOException cause = new IOException("the cable was cut");

    /* All threads are queued for the lock before it is released, which shows that closing itself woke them. */
    @ParameterizedTest
    @MethodSource("closingsOfSituations")
    void closingWakesAllWaitersAtOnceWithTheRightOutcome(Kind kind, Closing closing, List<Waiter> waiters)
            throws Exception {
        AbstractBuffer<String> buffer =
                waiters.isEmpty() ? kind.create(3) : waiters.get(0).on(kind.create(3));
        List<Call<?>> calls = Waiter.wait(buffer, waiters);
        BufferStats before = buffer.stats();
        buffer.lock.lock();
        try {
            assertThat(closing.of(buffer, cause)).isTrue();
            for (Call<?> call : calls) {
                call.awaitQueuedFor(buffer);
            }
        } finally {
            buffer.lock.unlock();
        }
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).outcome()).isEqualTo(closing.outcome(waiters.get(i)));
        }
        BufferStats after = buffer.stats();
        assertThat(after.state()).isEqualTo(closing.stateAfter(before.size() == 0));
        assertThat(after.written()).isEqualTo(before.written());
        assertThat(after.read()).isEqualTo(before.read());
        assertThat(after.droppedOnClose()).isEqualTo(closing.dropsElements ? before.size() : 0);
        assertThat(after.size()).isEqualTo(before.size() - (int) after.droppedOnClose());
        assertThat(after.rejected()).isEqualTo(refused(waiters));
        assertThat(after.readersWaiting() + after.writersWaiting()).isZero();
        assertThat(buffer.error()).isSameAs(closing.causeOf(cause));
    }

    private static long refused(List<Waiter> waiters) {
        return waiters.stream()
                .mapToInt(waiter -> !waiter.writes() ? 0 : waiter == RUN ? 4 : 1)
                .sum();
    }

    /* A writer that was signalled and a reader that has just arrived: the buffer is closed before they run. */
    @ParameterizedTest
    @EnumSource
    void closingMayOccurBetweenASignalAndTheWakeUp(Closing closing) throws Exception {
        for (Waiter writer : List.of(ADD, WRITE, OFFER, RUN)) {
            AbstractBuffer<String> buffer = writer.on(Kind.BLOCK.create(3));
            Call<?> write = writer.call(buffer).awaitWaiting(buffer, 1);
            Call<?> read;
            buffer.lock.lock();
            try {
                buffer.discard(3);
                write.awaitQueuedFor(buffer);
                read = NEXT.call(buffer).awaitQueuedFor(buffer);
                closing.of(buffer, cause);
            } finally {
                buffer.lock.unlock();
            }
            assertThat(write.outcome()).isEqualTo(closing.outcome(writer));
            assertThat(read.outcome()).isEqualTo(closing.outcome(NEXT));
        }
        for (Waiter reader : List.of(NEXT, READ, READ_BATCH, POLL, LINGER)) {
            AbstractBuffer<String> buffer = reader.on(Kind.BLOCK.create(3));
            Call<?> read = reader.call(buffer).awaitWaiting(buffer, 1);
            buffer.lock.lock();
            try {
                buffer.add("x");
                read.awaitQueuedFor(buffer);
                buffer.poll();
                closing.of(buffer, cause);
            } finally {
                buffer.lock.unlock();
            }
            assertThat(read.outcome()).isEqualTo(closing.outcome(reader));
        }
    }

    private static Stream<Arguments> pairsOfClosings() {
        return Arrays.stream(Closing.values())
                .flatMap(first -> Arrays.stream(Closing.values()).map(second -> Arguments.of(first, second)));
    }

    /*
     * An immediate close still takes effect after a graceful one while elements remain; otherwise the first call wins.
     */
    @ParameterizedTest
    @MethodSource("pairsOfClosings")
    void theFirstOfTwoClosingCallsWins(Closing first, Closing second) throws Exception {
        for (Kind kind : Kind.values()) {
            for (String[] elements : new String[][] {{}, {"a", "b"}}) {
                AbstractBuffer<String> buffer = kind.create(3);
                buffer.write(elements);
                IOException late = new IOException("too late");
                List<Call<Boolean>> calls = new ArrayList<>();
                buffer.lock.lock();
                try {
                    calls.add(closing(buffer, first, cause).awaitQueuedFor(buffer));
                    calls.add(closing(buffer, second, late).awaitQueuedFor(buffer));
                } finally {
                    buffer.lock.unlock();
                }
                boolean cutShort = elements.length > 0 && !first.dropsElements && second.dropsElements;
                assertThat(WaitingContract.results(calls)).containsExactly(true, cutShort);
                assertThat(buffer.state()).isEqualTo((cutShort ? second : first).stateAfter(elements.length == 0));
                IOException expected = first.causeOf(cause);
                assertThat(buffer.error()).isSameAs(cutShort && expected == null ? second.causeOf(late) : expected);
            }
        }
    }

    private static Call<Boolean> closing(AbstractBuffer<String> buffer, Closing closing, IOException cause) {
        return Call.of(() -> {
            buffer.lock.lock();
            try {
                return closing.of(buffer, cause);
            } finally {
                buffer.lock.unlock();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void resetDoesNotEndTheWaitOfReaders(Kind kind) throws Exception {
        List<Waiter> waiters = List.of(NEXT, READ, READ_BATCH, POLL);
        AbstractBuffer<String> buffer = kind.create(3);
        List<Call<?>> calls = Waiter.wait(buffer, waiters);
        buffer.lock.lock();
        try {
            assertThat(buffer.reset()).isZero();
            assertThat(calls).noneMatch(call -> call.isQueuedFor(buffer));
        } finally {
            buffer.lock.unlock();
        }
        for (int i = 0; i < calls.size(); i++) {
            waiters.get(i).satisfy(buffer);
            assertThat(calls.get(i).outcome()).isEqualTo(waiters.get(i).interruptedAfterItsSignal);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderSignalledBeforeAResetKeepsWaiting(Kind kind) throws Exception {
        for (Waiter reader : List.of(NEXT, READ, READ_BATCH, POLL, LINGER)) {
            AbstractBuffer<String> buffer = reader.on(kind.create(3));
            Call<?> call = reader.call(buffer).awaitWaiting(buffer, 1);
            buffer.lock.lock();
            try {
                buffer.add("lost");
                call.awaitQueuedFor(buffer);
                assertThat(buffer.reset()).isEqualTo(1);
            } finally {
                buffer.lock.unlock();
            }
            call.awaitWaiting(buffer, 1);
            buffer.closeWrite();
            assertThat(call.outcome()).isEqualTo(reader.atTheEnd);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Waiter.class,
            names = {"ADD", "WRITE", "OFFER"})
    void resetAdmitsAllWaitingWritersThatFit(Waiter writer) throws Exception {
        AbstractBuffer<String> buffer = writer.on(Kind.BLOCK.create(3));
        List<Call<?>> calls = Waiter.wait(buffer, List.of(writer, writer, writer));
        assertThat(buffer.reset()).isEqualTo(3);
        for (Call<?> call : calls) {
            assertThat(call.outcome()).isEqualTo("true");
        }
        assertThat(buffer.snapshot()).containsExactly("w", "w", "w");
    }
}
