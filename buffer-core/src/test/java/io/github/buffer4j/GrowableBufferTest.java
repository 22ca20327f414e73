package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowableBufferTest extends LocalContract implements GrowableContract {

    @Override
    public Kind kind() {
        return Kind.GROWABLE;
    }

    @Test
    void theCapacityIsUnboundedByDefault() {
        assertThat(new GrowableBuffer<>().capacity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Buffer.builder().growable().stats().capacity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Buffer.builder().growable(4, 9).capacity()).isEqualTo(9);
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

    @Test
    void theMessageNamesTheMaximum() throws Exception {
        Buffer<String> buffer = full("a", "b", "c");
        assertThatExceptionOfType(BufferFullException.class)
                .isThrownBy(() -> buffer.add("d"))
                .withMessageContaining("capacity=3");
    }
}
