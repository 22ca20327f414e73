package io.github.buffer4j;

import static io.github.buffer4j.DropReason.DISCARDED;
import static io.github.buffer4j.DropReason.OVERWRITTEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingBufferTest extends BufferContract {

    @Override
    public Kind kind() {
        return Kind.RING;
    }

    private static RingBuffer<String> ring(Notes notes, int capacity, String... elements) throws Exception {
        RingBuffer<String> ring = Buffer.<String>builder().dropListener(notes).ring(capacity);
        ring.write(elements);
        return ring;
    }

    @Test
    void aRingThatStaysFullWhenItIsMadeSmallerCrossesNoWaterMark() throws Exception {
        List<WaterMark> told = new ArrayList<>();
        RingBuffer<String> buffer =
                Buffer.<String>builder().waterMarksInPercent(80, 40, told::add).ring(10);
        for (int i = 0; i < 10; i++) {
            buffer.add("a");
        }
        buffer.resize(3);
        assertThat(buffer.size()).isEqualTo(3);
        assertThat(told).containsExactly(WaterMark.HIGH);
    }

    @Test
    void everyWriteIntoAFullRingOverwritesTheOldest() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 3, "a", "b", "c");
        ring.add("d");
        assertThat(ring.offer("e")).isTrue();
        assertThat(ring.offer("f", Duration.ZERO)).isTrue();
        assertThat(ring.snapshot()).containsExactly("d", "e", "f");
        assertThat(notes.seen).containsExactly(OVERWRITTEN + " a", OVERWRITTEN + " b", OVERWRITTEN + " c");
        assertThat(ring.stats().overwritten()).isEqualTo(3);
        assertThat(ring.stats().written()).isEqualTo(6);
        assertThat(ring.stats().rejected()).isZero();
    }

    @Test
    void aBulkWriteOverwritesAsManyAsItNeeds() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 4, "a", "b", "c");
        ring.write(new String[] {"d", "e", "f"});
        assertThat(ring.snapshot()).containsExactly("c", "d", "e", "f");
        assertThat(notes.seen).containsExactly(OVERWRITTEN + " a", OVERWRITTEN + " b");
    }

    @Test
    void aWriteLongerThanTheCapacityKeepsTheLastElements() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 3, "a", "b");
        ring.write(new String[] {"c", "d", "e", "f", "g", "h", "i"});
        assertThat(ring.snapshot()).containsExactly("g", "h", "i");
        assertThat(notes.seen)
                .containsExactly(
                        OVERWRITTEN + " a",
                        OVERWRITTEN + " b",
                        OVERWRITTEN + " c",
                        OVERWRITTEN + " d",
                        OVERWRITTEN + " e",
                        OVERWRITTEN + " f");
        assertThat(ring.stats().written()).isEqualTo(9);
        assertThat(ring.stats().overwritten()).isEqualTo(6);
        assertThat(ring.stats().peakSize()).isEqualTo(3);
    }

    @Test
    void aBulkOfferWritesAllElements() throws Exception {
        Buffer<String> ring = new RingBuffer<>(2);
        assertThat(ring.offer(new String[] {"a", "b", "c", "d", "e"}, 0, 5)).isEqualTo(5);
        assertThat(ring.snapshot()).containsExactly("d", "e");
    }

    @Test
    void capacityOneHoldsTheLatest() throws Exception {
        Buffer<String> ring = new RingBuffer<>(1);
        ring.add("a");
        ring.add("b");
        ring.write(new String[] {"c", "d"});
        assertThat(ring.next()).isEqualTo("d");
        assertThat(ring.stats().overwritten()).isEqualTo(3);
    }

    @Test
    void resizeDownEvictsTheOldestAsDiscarded() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 4, "a", "b", "c", "d");
        ring.resize(2);
        assertThat(ring.snapshot()).containsExactly("c", "d");
        assertThat(notes.seen).containsExactly(DISCARDED + " a", DISCARDED + " b");
        assertThat(ring.stats().discarded()).isEqualTo(2);
        assertThat(ring.stats().overwritten()).isZero();
        ring.add("e");
        assertThat(ring.snapshot()).containsExactly("d", "e");
    }

    @Test
    void elementsPutBackIntoARingThatFilledUpAreDiscardedOldestFirst() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 3, "a", "b", "c");
        Picky target = new Picky(1, () -> {
            ring.offer("d");
            ring.offer("e");
        });
        assertThatThrownBy(() -> ring.drainTo(target, 3)).hasMessage("no more than 1");
        assertThat(ring.snapshot()).containsExactly("c", "d", "e");
        assertThat(notes.seen).containsExactly(DISCARDED + " b");
        BufferStats stats = ring.stats();
        assertThat(stats.read() + stats.overwritten() + stats.discarded() + stats.size())
                .isEqualTo(stats.written());
        ring.add("f");
        assertThat(ring.snapshot()).containsExactly("d", "e", "f");
    }

    @Test
    void aListenerMayWriteToItsRing() throws Exception {
        RingBuffer<?>[] holder = new RingBuffer<?>[1];
        RingBuffer<String> ring = Buffer.<String>builder()
                .dropListener((element, reason) -> {
                    if (element.equals("a")) {
                        @SuppressWarnings("unchecked")
                        RingBuffer<String> self = (RingBuffer<String>) holder[0];
                        self.offer("again");
                    }
                })
                .ring(2);
        holder[0] = ring;
        ring.write(new String[] {"a", "b", "c"});
        assertThat(ring.snapshot()).containsExactly("c", "again");
    }

    @Test
    void aCapacityBeyondTheLargestArrayIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RingBuffer<>(Integer.MAX_VALUE))
                .withMessageContaining("2147483647");
    }
}
