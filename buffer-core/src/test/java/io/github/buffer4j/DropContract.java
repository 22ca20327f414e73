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

/** The contract of drop listeners. */
interface DropContract extends LocalFactory {

    /** Records each call as "reason element". */
    final class Notes implements DropListener<String> {

        final List<String> seen = new ArrayList<>();

        @Override
        public void onDrop(String element, DropReason reason) {
            seen.add(reason + " " + element);
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
    default void theDropListenerDoesNotSeeElementsThatATargetCollectionRefuses() throws Exception {
        Notes notes = new Notes();
        Buffer<String> buffer = listenedTo(notes, "a", "b", "c", "d");
        DrainToContract.Picky target = new DrainToContract.Picky(1, () -> {});
        assertThatThrownBy(() -> buffer.drainTo(target, 3)).hasMessage("no more than 1");
        assertThat(target).containsExactly("a");
        assertThat(buffer.snapshot()).containsExactly("b", "c", "d");
        assertThat(notes.seen).isEmpty();
    }

    @Test
    default void theDropListenerSeesWhatATargetCollectionRefusesInAnEndedBuffer() throws Exception {
        Notes notes = new Notes();
        Buffer<String> buffer = listenedTo(notes, "a", "b", "c");
        buffer.closeWrite();
        DrainToContract.Picky target = new DrainToContract.Picky(1, () -> {});
        assertThatThrownBy(() -> buffer.drainTo(target, 3)).hasMessage("no more than 1");
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
        assertThat(notes.seen).containsExactly(DISCARDED + " b", DISCARDED + " c");
    }

    @Test
    default void elementsPutBackIntoAnEndedBufferAreDiscardedCountedAndReported() throws Exception {
        for (boolean clean : new boolean[] {true, false}) {
            Notes notes = new Notes();
            AbstractBuffer<String> buffer =
                    kind().create(Buffer.<String>builder().dropListener(notes), 8);
            buffer.write(new String[] {"a", "b"});
            List<String> batch = buffer.readBatch(2, Duration.ZERO);
            if (clean) {
                buffer.closeWrite();
            } else {
                buffer.close();
            }
            buffer.putBack(batch);
            assertThat(notes.seen).containsExactly("DISCARDED a", "DISCARDED b");
            assertThat(buffer.size()).isZero();
            assertThat(buffer.stats().discarded()).isEqualTo(2);
            assertThat(buffer.stats().written()).isEqualTo(4);
        }
    }
}
