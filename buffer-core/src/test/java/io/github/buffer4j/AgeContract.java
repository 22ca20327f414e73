package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The age of the oldest element. */
interface AgeContract extends LocalFactory {

    @Test
    default void ageIsThatOfTheOldestElementAndZeroWhenEmpty() throws Exception {
        Buffer<String> buffer = kind().create(Buffer.<String>builder().trackAge(true), 4);
        assertThat(buffer.stats().oldestAgeNanos()).hasValue(0);
        buffer.add("a");
        await("the element to be a millisecond old").until(() -> age(buffer) > 1_000_000);
        buffer.write(new String[] {"b", "c", "d"});
        long ageOfA = age(buffer);
        buffer.next();
        assertThat(ageOfA).isGreaterThan(1_000_000);
        assertThat(age(buffer)).isPositive().isLessThan(ageOfA + 1_000_000_000L);
        long before = System.nanoTime();
        buffer.resize(3);
        buffer.read(new String[2]);
        buffer.add("e");
        buffer.next();
        assertThat(age(buffer)).isBetween(0L, System.nanoTime() - before);
        buffer.close();
        assertThat(buffer.stats().oldestAgeNanos()).hasValue(0);
    }

    @Test
    default void ageIsThatOfTheOldestElementWhereARunWraps() throws Exception {
        Buffer<String> buffer = kind().create(Buffer.<String>builder().trackAge(true), 4);
        buffer.write(new String[] {"a", "b", "c"});
        await("the element to be a millisecond old").until(() -> age(buffer) > 1_000_000);
        buffer.discard(2);
        long before = System.nanoTime();
        buffer.write(new String[] {"d", "e", "f"});
        buffer.discard(2);
        assertThat(buffer.peek()).isEqualTo("e");
        assertThat(age(buffer)).isBetween(0L, System.nanoTime() - before);
    }

    @Test
    default void elementsThatArePutBackKeepTheirAge() throws Exception {
        AbstractBuffer<String> buffer = kind().create(Buffer.<String>builder().trackAge(true), 4);
        long begin = System.nanoTime();
        buffer.add("a");
        long old = System.nanoTime();
        while (System.nanoTime() - old < 50_000_000) {
            Thread.onSpinWait();
        }
        buffer.write(new String[] {"b", "c", "d"});
        List<String> batch = buffer.readBatch(3, Duration.ZERO);
        buffer.putBack(batch);
        assertThat(age(buffer)).isGreaterThan(50_000_000).isLessThan(System.nanoTime() - begin);
        batch = buffer.readBatch(2, Duration.ZERO);
        if (kind() != Kind.RING) {
            buffer.write(new String[] {"e", "f"});
        }
        buffer.putBack(batch);
        assertThat(buffer.peek()).isEqualTo("a");
        assertThat(age(buffer)).isGreaterThan(50_000_000);
        buffer.poll();
        assertThat(age(buffer)).isLessThan(System.nanoTime() - old - 50_000_000 + 1);
    }

    /** Includes elements whose removal shrank the storage. */
    @Test
    default void manyElementsThatArePutBackKeepTheirAge() throws Exception {
        AbstractBuffer<String> buffer = kind().create(Buffer.<String>builder().trackAge(true), 1000);
        buffer.add("a");
        long old = System.nanoTime();
        while (System.nanoTime() - old < 50_000_000) {
            Thread.onSpinWait();
        }
        for (int i = 1; i < 1000; i++) {
            buffer.add("b");
        }
        buffer.putBack(buffer.readBatch(1000, Duration.ZERO));
        assertThat(buffer.peek()).isEqualTo("a");
        assertThat(age(buffer)).isGreaterThan(50_000_000);
    }

    @Test
    default void aFailedDrainToDoesNotResetTheAge() throws Exception {
        AbstractBuffer<String> buffer = kind().create(Buffer.<String>builder().trackAge(true), 8);
        buffer.write(new String[] {"a", "b", "c"});
        long old = System.nanoTime();
        while (System.nanoTime() - old < 50_000_000) {
            Thread.onSpinWait();
        }
        Call.of(() -> buffer.drainTo(new DrainToContract.Picky(1, () -> buffer.offer("d")), 3))
                .failure(IllegalStateException.class);
        assertThat(buffer.snapshot()).containsExactly("b", "c", "d");
        long now = System.nanoTime();
        assertThat(age(buffer)).isGreaterThanOrEqualTo(now - old);
    }

    private static long age(Buffer<?> buffer) {
        return buffer.stats().oldestAgeNanos().orElseThrow();
    }
}
