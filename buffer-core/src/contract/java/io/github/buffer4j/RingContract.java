package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract of ring buffers: a write into a full ring overwrites the oldest elements. */
public interface RingContract extends BufferFactory {

    private Buffer<String> ring(int capacity, String... elements) throws InterruptedException {
        Buffer<String> ring = create(capacity);
        ring.write(elements);
        return ring;
    }

    @Test
    default void everyWriteIntoAFullRingOverwritesTheOldest() throws Exception {
        Buffer<String> ring = ring(3, "a", "b", "c");
        ring.add("d");
        assertThat(ring.offer("e")).isTrue();
        assertThat(ring.offer("f", Duration.ZERO)).isTrue();
        assertThat(ring.snapshot()).containsExactly("d", "e", "f");
        assertThat(ring.stats().overwritten()).isEqualTo(3);
        assertThat(ring.stats().written()).isEqualTo(6);
        assertThat(ring.stats().rejected()).isZero();
    }

    @Test
    default void aBulkWriteOverwritesAsManyAsItNeeds() throws Exception {
        Buffer<String> ring = ring(4, "a", "b", "c");
        ring.write(new String[] {"d", "e", "f"});
        assertThat(ring.snapshot()).containsExactly("c", "d", "e", "f");
    }

    @Test
    default void aWriteLongerThanTheCapacityKeepsTheLastElements() throws Exception {
        Buffer<String> ring = ring(3, "a", "b");
        ring.write(new String[] {"c", "d", "e", "f", "g", "h", "i"});
        assertThat(ring.snapshot()).containsExactly("g", "h", "i");
        assertThat(ring.stats().written()).isEqualTo(9);
        assertThat(ring.stats().overwritten()).isEqualTo(6);
        assertThat(ring.stats().peakSize()).isEqualTo(3);
    }

    @Test
    default void resizeDownEvictsTheOldestAsDiscarded() throws Exception {
        Buffer<String> ring = ring(4, "a", "b", "c", "d");
        ring.resize(2);
        assertThat(ring.snapshot()).containsExactly("c", "d");
        assertThat(ring.stats().discarded()).isEqualTo(2);
        assertThat(ring.stats().overwritten()).isZero();
        ring.add("e");
        assertThat(ring.snapshot()).containsExactly("d", "e");
    }

    @Test
    default void elementsPutBackIntoARingThatFilledUpAreDiscardedOldestFirst() throws Exception {
        Buffer<String> ring = ring(3, "a", "b", "c");
        DrainToContract.Picky target = new DrainToContract.Picky(1, () -> {
            ring.offer("d");
            ring.offer("e");
        });
        assertThatThrownBy(() -> ring.drainTo(target, 3)).hasMessage("no more than 1");
        assertThat(ring.snapshot()).containsExactly("c", "d", "e");
        BufferStats stats = ring.stats();
        assertThat(stats.read() + stats.overwritten() + stats.discarded() + stats.size())
                .isEqualTo(stats.written());
        ring.add("f");
        assertThat(ring.snapshot()).containsExactly("d", "e", "f");
    }

    @Test
    default void aBulkOfferWritesAllElements() throws Exception {
        Buffer<String> ring = create(2);
        assertThat(ring.offer(new String[] {"a", "b", "c", "d", "e"}, 0, 5)).isEqualTo(5);
        assertThat(ring.snapshot()).containsExactly("d", "e");
    }

    @Test
    default void capacityOneHoldsTheLatest() throws Exception {
        Buffer<String> ring = create(1);
        ring.add("a");
        ring.add("b");
        ring.write(new String[] {"c", "d"});
        assertThat(ring.next()).isEqualTo("d");
        assertThat(ring.stats().overwritten()).isEqualTo(3);
    }
}
