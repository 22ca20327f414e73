package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of envelopes and of elements that are put back. */
public interface EnvelopeContract extends BufferFactory {

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
        assertError(reader.failure(BufferClosedException.class).getCause(), cause);
        assertError(other.failure(BufferClosedException.class).getCause(), cause);
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
    default void elementsPutBackIntoAnEndedBufferAreDiscardedAndCounted() throws Exception {
        for (boolean clean : new boolean[] {true, false}) {
            Buffer<String> buffer = open("a", "b");
            List<String> batch = buffer.readBatch(2, Duration.ZERO);
            if (clean) {
                buffer.closeWrite();
            } else {
                buffer.close();
            }
            buffer.putBack(batch);
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
}
