package io.github.buffer4j;

import static io.github.buffer4j.WaitingContract.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/**
 * Cases that the matrix of closing calls does not cover: the last element, many closing threads, a reader that closes.
 */
public interface ClosingContract extends BufferFactory {

    @Test
    default void takingTheLastElementEndsTheWaitOfTheOtherReaders() throws Exception {
        Buffer<String> buffer = create(4);
        List<Call<String>> readers = waiting(buffer, 3, buffer::next);
        atOnce(buffer, () -> {
            buffer.add("a");
            buffer.closeWrite();
        });
        assertThat(WaitingContract.results(readers)).containsExactlyInAnyOrder("a", null, null);
    }

    @Test
    default void discardingTheLastElementEndsTheWaitOfReaders() throws Exception {
        needs(Capability.CHANGES_AT_ONCE);
        Buffer<String> buffer = create(4);
        List<Call<String>> readers = waiting(buffer, 2, buffer::next);
        atOnce(buffer, () -> {
            buffer.add("a");
            buffer.closeWrite();
            buffer.discard(1);
        });
        assertThat(WaitingContract.results(readers)).containsOnlyNulls();
    }

    @Test
    default void exactlyOneOfManyClosingCallsTakesEffect() throws Exception {
        for (int round = 0; round < 50; round++) {
            Buffer<String> buffer = open("a", "b");
            CyclicBarrier start = new CyclicBarrier(4);
            List<IOException> causes = new ArrayList<>();
            List<Call<Boolean>> closers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                IOException cause = new IOException("cause " + i);
                causes.add(cause);
                closers.add(Call.of(() -> {
                    start.await();
                    return buffer.closeWithError(cause);
                }));
            }
            List<Boolean> won = WaitingContract.results(closers);
            assertThat(won).containsOnlyOnce(true);
            assertError(buffer.error(), causes.get(won.indexOf(true)));
            assertThat(buffer.stats().droppedOnClose()).isEqualTo(2);
        }
    }

    @Test
    default void aReaderMayCloseTheBufferItReadsFrom() throws Exception {
        Buffer<String> buffer = open("a", "b");
        Call<BufferClosedException> reader = Call.of(() -> {
            try {
                buffer.forEach(element -> buffer.close());
                throw new AssertionError("forEach treated close as the end");
            } catch (BufferClosedException e) {
                return e;
            }
        });
        assertThat(reader.result()).hasNoCause();
        assertThat(buffer.stats().read()).isEqualTo(1);
        assertThat(buffer.stats().droppedOnClose()).isEqualTo(1);
    }
}
