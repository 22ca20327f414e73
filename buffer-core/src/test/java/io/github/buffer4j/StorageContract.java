package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The storage of a buffer, and its defaults. */
interface StorageContract extends LocalFactory {

    @Test
    default void growthWithoutMemoryChangesNothing() throws Exception {
        int capacity = 40_000_000;
        assertThat(Runtime.getRuntime().maxMemory())
                .as("a heap that is too small for the elements and their ages")
                .isLessThanOrEqualTo(27L * capacity);
        AbstractBuffer<String> buffer = kind().create(Buffer.<String>builder().trackAge(true), capacity);
        buffer.add("a");
        String[] elements = new String[kind() == Kind.GROWABLE ? capacity - 1 : capacity];
        Arrays.fill(elements, "x");
        List<Call.Action> calls = List.of(
                () -> buffer.write(elements),
                () -> buffer.offer(elements, 0, elements.length),
                () -> buffer.putBack(Arrays.asList(elements)));
        for (Call.Action call : calls) {
            assertThatThrownBy(call::run).isInstanceOf(OutOfMemoryError.class);
            assertThat(buffer.snapshot()).containsExactly("a");
            assertThat(buffer.stats().written()).isEqualTo(1);
            assertThat(buffer.stats().rejected()).isZero();
        }
        buffer.write(new String[] {"b", "c"});
        assertThat(buffer.snapshot()).containsExactly("a", "b", "c");
    }

    @Test
    default void theNameIsEmptyUnlessGiven() {
        assertThat(create(1).name()).isEmpty();
    }

    @Test
    default void toStringDescribesTheBuffer() {
        assertThat(create("orders", 3).toString()).contains("orders", "size=0", "capacity=3", "OPEN");
    }
}
