package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of target collections and of actions, also of those that throw. */
public interface DrainToContract extends BufferFactory {

    /** A collection that accepts a limited number of elements and then throws. */
    final class Picky extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

        private final int limit;
        private final transient Runnable beforeThrowing;

        Picky(int limit, Runnable beforeThrowing) {
            this.limit = limit;
            this.beforeThrowing = beforeThrowing;
        }

        @Override
        public boolean add(String element) {
            if (size() == limit) {
                beforeThrowing.run();
                throw new IllegalStateException("no more than " + limit);
            }
            return super.add(element);
        }
    }

    @Test
    default void aCollectionMayDrainTheBufferItself() throws Exception {
        Buffer<String> buffer = open("a", "b", "1", "2", "3", "4", "5");
        buffer.drainTo(new ArrayList<>(), 2);
        List<String> inner = new ArrayList<>();
        List<String> outer = new ArrayList<>() {
            @Override
            public boolean add(String element) {
                buffer.drainTo(inner, 2);
                return super.add(element);
            }
        };
        assertThat(buffer.drainTo(outer, 2)).isEqualTo(2);
        assertThat(outer).containsExactly("1", "2");
        assertThat(inner).containsExactly("3", "4", "5");
    }

    @Test
    default void drainToMovesTheAvailableElementsUpToMax() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        List<String> target = new ArrayList<>(List.of("z"));
        assertThat(buffer.drainTo(target, 2)).isEqualTo(2);
        assertThat(buffer.drainTo(target, 2)).isEqualTo(1);
        assertThat(target).containsExactly("z", "a", "b", "c");
        assertThat(buffer.stats().read()).isEqualTo(3);
    }

    @Test
    default void elementsThatATargetCollectionRefusesArePutBackAtTheFront() throws Exception {
        Buffer<String> buffer = open("a", "b", "c", "d");
        Picky target = new Picky(1, () -> {});
        assertThatThrownBy(() -> buffer.drainTo(target, 3)).hasMessage("no more than 1");
        assertThat(target).containsExactly("a");
        assertThat(buffer.snapshot()).containsExactly("b", "c", "d");
        BufferStats stats = buffer.stats();
        assertThat(stats.written()).isEqualTo(6);
        assertThat(stats.read()).isEqualTo(3);
        assertThat(stats.size()).isEqualTo(3);
    }

    @Test
    default void elementsThatCannotBePutBackIntoAnEndedBufferAreDiscarded() throws Exception {
        Buffer<String> buffer = open("a", "b", "c");
        buffer.closeWrite();
        Picky target = new Picky(1, () -> {});
        assertThatThrownBy(() -> buffer.drainTo(target, 3)).hasMessage("no more than 1");
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
        BufferStats stats = buffer.stats();
        assertThat(stats.written()).isEqualTo(5);
        assertThat(stats.read()).isEqualTo(3);
        assertThat(stats.discarded()).isEqualTo(2);
    }

    @Test
    default void elementsThatArePutBackWakeAReader() throws Exception {
        Buffer<String> buffer = open("a");
        List<Call<String>> readers = new ArrayList<>();
        Picky target = new Picky(0, () -> readers.add(Call.of(buffer::next).awaitWaiting(buffer, 1)));
        assertThatThrownBy(() -> buffer.drainTo(target, 1)).hasMessage("no more than 0");
        assertThat(readers.get(0).result()).isEqualTo("a");
    }

    @Test
    default void anElementCountsAsReadIfTheForEachActionThrows() throws Exception {
        Buffer<String> buffer = open("a", "b");
        assertThatThrownBy(() -> buffer.forEach(element -> {
                    throw new IllegalStateException(element);
                }))
                .hasMessage("a");
        assertThat(buffer.snapshot()).containsExactly("b");
        assertThat(buffer.stats().read()).isEqualTo(1);
    }
}
