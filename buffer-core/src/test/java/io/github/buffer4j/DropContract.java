package io.github.buffer4j;

import static io.github.buffer4j.DropReason.CLOSED;
import static io.github.buffer4j.DropReason.DISCARDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The contract of drop listeners, and of target collections that throw. */
interface DropContract extends BufferFactory {

    /** Records each call as "reason element". */
    final class Notes implements DropListener<String> {

        final List<String> seen = new ArrayList<>();

        @Override
        public void onDrop(String element, DropReason reason) {
            seen.add(reason + " " + element);
        }
    }

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

    private AbstractBuffer<String> listenedTo(DropListener<String> listener, String... elements) throws Exception {
        AbstractBuffer<String> buffer =
                kind().create(Buffer.<String>builder().name("watched").dropListener(listener), 8);
        buffer.write(elements);
        return buffer;
    }

    @Test
    default void theDropListenerSeesDiscardAndResetInOrder() throws Exception {
        Notes notes = new Notes();
        Buffer<String> buffer = listenedTo(notes, "a", "b", "c");
        buffer.discard(1);
        buffer.reset();
        assertThat(notes.seen).containsExactly(DISCARDED + " a", DISCARDED + " b", DISCARDED + " c");
    }

    @Test
    default void theDropListenerSeesWhatCloseDrops() throws Exception {
        Notes notes = new Notes();
        listenedTo(notes, "a", "b").close();
        assertThat(notes.seen).containsExactly(CLOSED + " a", CLOSED + " b");
    }

    @Test
    default void theDropListenerDoesNotSeeElementsThatWereRead() throws Exception {
        Notes notes = new Notes();
        Buffer<String> buffer = listenedTo(notes, "a", "b", "c", "d");
        buffer.next();
        buffer.readBatch(1, Duration.ZERO);
        buffer.drainTo(new ArrayList<>(), 1);
        buffer.read(new String[1]);
        buffer.reset();
        buffer.close();
        assertThat(notes.seen).isEmpty();
    }

    @Test
    default void aListenerThatThrowsIsLoggedAsAWarningOnce() throws Exception {
        List<Level> levels = new ArrayList<>();
        Logger logger = Logger.getLogger("io.github.buffer4j");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                levels.add(record.getLevel());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
        try {
            Buffer<String> buffer = listenedTo(
                    (element, reason) -> {
                        throw new AssertionError("thrown by the listener");
                    },
                    "a",
                    "b",
                    "c");
            buffer.discard(2);
            buffer.close();
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }
        assertThat(levels).containsExactly(Level.WARNING, Level.FINE, Level.FINE);
    }

    @Test
    default void exceptionsOfAListenerAreNotPropagatedAndTheNextElementIsReported() throws Exception {
        Notes notes = new Notes();
        Buffer<String> buffer = listenedTo(
                (element, reason) -> {
                    notes.onDrop(element, reason);
                    throw new AssertionError("thrown by the listener");
                },
                "a",
                "b",
                "c");
        assertThat(buffer.discard(2)).isEqualTo(2);
        buffer.close();
        assertThat(notes.seen).containsExactly(DISCARDED + " a", DISCARDED + " b", CLOSED + " c");
        assertThat(buffer.stats().discarded()).isEqualTo(2);
    }

    @Test
    default void theListenerIsCalledWithoutTheLock() throws Exception {
        List<Boolean> locked = new ArrayList<>();
        List<AbstractBuffer<String>> holder = new ArrayList<>();
        AbstractBuffer<String> buffer = listenedTo(
                (element, reason) -> {
                    locked.add(holder.get(0).lock.isLocked());
                    holder.get(0).size();
                },
                "a",
                "b");
        holder.add(buffer);
        buffer.discard(1);
        buffer.close();
        assertThat(locked).containsExactly(false, false);
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
    default void aTargetCollectionIsCalledWithoutTheLock() throws Exception {
        AbstractBuffer<String> buffer = open("a");
        List<Boolean> locked = new ArrayList<>();
        buffer.drainTo(
                new ArrayList<String>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public boolean add(String element) {
                        return locked.add(buffer.lock.isLocked());
                    }
                },
                1);
        assertThat(locked).containsExactly(false);
    }

    @Test
    default void elementsThatATargetCollectionRefusesArePutBackAtTheFront() throws Exception {
        Notes notes = new Notes();
        Buffer<String> buffer = listenedTo(notes, "a", "b", "c", "d");
        Picky target = new Picky(1, () -> {});
        assertThatThrownBy(() -> buffer.drainTo(target, 3)).hasMessage("no more than 1");
        assertThat(target).containsExactly("a");
        assertThat(buffer.snapshot()).containsExactly("b", "c", "d");
        BufferStats stats = buffer.stats();
        assertThat(stats.written()).isEqualTo(6);
        assertThat(stats.read()).isEqualTo(3);
        assertThat(stats.size()).isEqualTo(3);
        assertThat(notes.seen).isEmpty();
    }

    @Test
    default void elementsThatCannotBePutBackIntoAnEndedBufferAreDiscarded() throws Exception {
        Notes notes = new Notes();
        Buffer<String> buffer = listenedTo(notes, "a", "b", "c");
        buffer.closeWrite();
        Picky target = new Picky(1, () -> {});
        assertThatThrownBy(() -> buffer.drainTo(target, 3)).hasMessage("no more than 1");
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
        assertThat(notes.seen).containsExactly(DISCARDED + " b", DISCARDED + " c");
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
