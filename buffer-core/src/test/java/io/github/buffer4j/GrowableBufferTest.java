package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowableBufferTest extends BufferContract {

    @Override
    public Kind kind() {
        return Kind.GROWABLE;
    }

    private static Buffer<String> full() throws Exception {
        Buffer<String> buffer = Buffer.<String>builder().growable(1, 3);
        buffer.write(new String[] {"a", "b", "c"});
        return buffer;
    }

    @Test
    void theCapacityIsUnboundedByDefault() {
        assertThat(new GrowableBuffer<>().capacity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Buffer.builder().growable().stats().capacity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Buffer.builder().growable(4, 9).capacity()).isEqualTo(9);
    }

    @Test
    void theMessageSaysHowManyElementsDoNotFit() throws Exception {
        Buffer<String> buffer = Buffer.<String>builder().growable(1, 1);
        buffer.add("a");
        assertThatExceptionOfType(BufferFullException.class)
                .isThrownBy(() -> buffer.add("b"))
                .withMessageEndingWith("for 1 element");
        assertThatExceptionOfType(BufferFullException.class)
                .isThrownBy(() -> buffer.write(new String[] {"b", "c"}))
                .withMessageEndingWith("for 2 elements");
    }

    @Test
    void growsAsMuchAsIsWritten() throws Exception {
        Buffer<Integer> buffer = new GrowableBuffer<>();
        for (int i = 0; i < 1000; i++) {
            buffer.add(i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(buffer.next()).isEqualTo(i);
        }
    }

    @Test
    void growsWhileWrapped() throws Exception {
        Buffer<Integer> buffer = Buffer.<Integer>builder().growable(4, 100);
        buffer.write(new Integer[] {0, 1, 2, 3});
        buffer.discard(3);
        buffer.write(new Integer[] {4, 5, 6});
        buffer.write(IntStream.range(7, 30).boxed().toArray(Integer[]::new));
        assertThat(buffer.snapshot())
                .containsExactlyElementsOf(IntStream.range(3, 30).boxed().toList());
    }

    @Test
    void growsWhileAReaderWaits() throws Exception {
        Buffer<Integer> buffer = Buffer.<Integer>builder().growable(1, 100);
        Call<Integer> reader = Call.of(buffer::next).awaitWaiting(buffer, 1);
        buffer.write(IntStream.range(0, 50).boxed().toArray(Integer[]::new));
        assertThat(reader.result()).isZero();
        assertThat(buffer.size()).isEqualTo(49);
    }

    @Test
    void addAndWriteThrowAtTheMaximumAndWriteNothing() throws Exception {
        Buffer<String> buffer = full();
        assertThatThrownBy(() -> buffer.add("d"))
                .isInstanceOf(BufferFullException.class)
                .hasMessageContaining("capacity=3");
        buffer.discard(1);
        assertThatThrownBy(() -> buffer.write(new String[] {"d", "e"})).isInstanceOf(BufferFullException.class);
        assertThat(buffer.snapshot()).containsExactly("b", "c");
        assertThat(buffer.stats().rejected()).isEqualTo(3);
        buffer.add("d");
        assertThat(buffer.snapshot()).containsExactly("b", "c", "d");
    }

    @Test
    void aFullBufferThatIsClosedThrowsBufferClosedException() throws Exception {
        Buffer<String> buffer = full();
        buffer.closeWrite();
        assertThatThrownBy(() -> buffer.add("d")).isInstanceOf(BufferClosedException.class);
    }

    @Test
    void offersAtTheMaximumWriteWhatFitsAndNeverWait() throws Exception {
        Buffer<String> buffer = full();
        assertThat(buffer.offer("d")).isFalse();
        assertThat(buffer.offer("d", Duration.ofDays(1))).isFalse();
        assertThat(buffer.offer(new String[] {"d", "e"}, 0, 2)).isZero();
        buffer.discard(1);
        assertThat(buffer.offer(new String[] {"d", "e"}, 0, 2)).isEqualTo(1);
        assertThat(buffer.snapshot()).containsExactly("b", "c", "d");
        assertThat(buffer.stats().rejected()).isEqualTo(5);
        assertThat(buffer.stats().writeBlockedCount()).isZero();
    }

    @Test
    void resizeSetsTheMaximum() throws Exception {
        Buffer<String> buffer = full();
        buffer.resize(2);
        assertThat(buffer.snapshot()).containsExactly("a", "b", "c");
        assertThat(buffer.offer("d")).isFalse();
        buffer.discard(2);
        assertThat(buffer.offer("d")).isTrue();
        assertThat(buffer.offer("e")).isFalse();
        buffer.resize(Integer.MAX_VALUE);
        assertThat(buffer.capacity()).isEqualTo(Integer.MAX_VALUE);
        buffer.write(Collections.nCopies(100, "f").toArray(String[]::new));
        assertThat(buffer.size()).isEqualTo(102);
    }

    @Test
    void shrinksAfterABurstWithoutLosingTheOrder() throws Exception {
        Buffer<Integer> buffer = Buffer.<Integer>builder().growable(2, 10_000);
        for (int round = 0; round < 3; round++) {
            buffer.write(IntStream.range(0, 1000).boxed().toArray(Integer[]::new));
            for (int i = 0; i < 1000; i++) {
                assertThat(buffer.next()).isEqualTo(i);
            }
        }
        assertThat(buffer.size()).isZero();
    }

    @Test
    void invalidCapacitiesAreRefusedWithTheirName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Buffer.builder().growable(0, 5))
                .withMessageContaining("initialCapacity")
                .withMessageContaining("0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Buffer.builder().growable(6, 5))
                .withMessageContaining("initialCapacity")
                .withMessageContaining("6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Buffer.builder().growable(1, -3))
                .withMessageContaining("maxCapacity")
                .withMessageContaining("-3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Buffer.builder().growable(1, BufferBuilder.MAX_CAPACITY + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GrowableBuffer<>().resize(0))
                .withMessage("capacity must be 1 to 1073741824, but is 0");
    }
}
