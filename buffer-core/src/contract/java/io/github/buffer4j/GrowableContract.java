package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of growable buffers: writers never wait, and fail at the maximum capacity. */
public interface GrowableContract extends BufferFactory {

    @Test
    default void theMessageSaysHowManyElementsDoNotFit() throws Exception {
        Buffer<String> buffer = create(1);
        buffer.add("a");
        assertThatExceptionOfType(BufferFullException.class)
                .isThrownBy(() -> buffer.add("b"))
                .withMessageEndingWith("for 1 element");
        assertThatExceptionOfType(BufferFullException.class)
                .isThrownBy(() -> buffer.write(new String[] {"b", "c"}))
                .withMessageEndingWith("for 2 elements");
    }

    @Test
    default void growsAsMuchAsIsWritten() throws Exception {
        Buffer<Integer> buffer = create(Integer.MAX_VALUE);
        for (int i = 0; i < 1000; i++) {
            buffer.add(i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(buffer.next()).isEqualTo(i);
        }
    }

    @Test
    default void growsWhileAReaderWaits() throws Exception {
        Buffer<Integer> buffer = create(100);
        Call<Integer> reader = Call.of(buffer::next).awaitWaiting(buffer, 1);
        buffer.write(IntStream.range(0, 50).boxed().toArray(Integer[]::new));
        assertThat(reader.result()).isZero();
        assertThat(buffer.size()).isEqualTo(49);
    }

    @Test
    default void addAndWriteThrowAtTheMaximumAndWriteNothing() throws Exception {
        Buffer<String> buffer = full("a", "b", "c");
        assertThatThrownBy(() -> buffer.add("d")).isInstanceOf(BufferFullException.class);
        buffer.discard(1);
        assertThatThrownBy(() -> buffer.write(new String[] {"d", "e"})).isInstanceOf(BufferFullException.class);
        assertThat(buffer.snapshot()).containsExactly("b", "c");
        assertThat(buffer.stats().rejected()).isEqualTo(3);
        buffer.add("d");
        assertThat(buffer.snapshot()).containsExactly("b", "c", "d");
    }

    @Test
    default void aFullBufferThatIsClosedThrowsBufferClosedException() throws Exception {
        Buffer<String> buffer = full("a", "b", "c");
        buffer.closeWrite();
        assertThatThrownBy(() -> buffer.add("d")).isInstanceOf(BufferClosedException.class);
    }

    @Test
    default void offersAtTheMaximumWriteWhatFitsAndNeverWait() throws Exception {
        Buffer<String> buffer = full("a", "b", "c");
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
    default void resizeSetsTheMaximum() throws Exception {
        Buffer<String> buffer = full("a", "b", "c");
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
    default void shrinksAfterABurstWithoutLosingTheOrder() throws Exception {
        Buffer<Integer> buffer = create(10_000);
        for (int round = 0; round < 3; round++) {
            buffer.write(IntStream.range(0, 1000).boxed().toArray(Integer[]::new));
            for (int i = 0; i < 1000; i++) {
                assertThat(buffer.next()).isEqualTo(i);
            }
        }
        assertThat(buffer.size()).isZero();
    }
}
