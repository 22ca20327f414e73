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

class RingBufferTest extends LocalContract implements RingContract {

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
    void theDropListenerSeesWhatIsOverwritten() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 3, "a", "b", "c");
        ring.add("d");
        ring.offer("e");
        ring.offer("f", Duration.ZERO);
        assertThat(notes.seen).containsExactly(OVERWRITTEN + " a", OVERWRITTEN + " b", OVERWRITTEN + " c");
    }

    @Test
    void theDropListenerSeesWhatABulkWriteOverwrites() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 4, "a", "b", "c");
        ring.write(new String[] {"d", "e", "f"});
        assertThat(notes.seen).containsExactly(OVERWRITTEN + " a", OVERWRITTEN + " b");
    }

    @Test
    void theDropListenerSeesTheElementsOfALongWriteInOrder() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 3, "a", "b");
        ring.write(new String[] {"c", "d", "e", "f", "g", "h", "i"});
        assertThat(notes.seen)
                .containsExactly(
                        OVERWRITTEN + " a",
                        OVERWRITTEN + " b",
                        OVERWRITTEN + " c",
                        OVERWRITTEN + " d",
                        OVERWRITTEN + " e",
                        OVERWRITTEN + " f");
    }

    @Test
    void theDropListenerSeesWhatAResizeEvicts() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 4, "a", "b", "c", "d");
        ring.resize(2);
        assertThat(notes.seen).containsExactly(DISCARDED + " a", DISCARDED + " b");
    }

    @Test
    void theDropListenerSeesElementsPutBackIntoARingThatFilledUp() throws Exception {
        Notes notes = new Notes();
        Buffer<String> ring = ring(notes, 3, "a", "b", "c");
        DrainToContract.Picky target = new DrainToContract.Picky(1, () -> {
            ring.offer("d");
            ring.offer("e");
        });
        assertThatThrownBy(() -> ring.drainTo(target, 3)).hasMessage("no more than 1");
        assertThat(notes.seen).containsExactly(DISCARDED + " b");
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
