package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The storage compared with an {@link ArrayDeque}: one thread, no buffer. */
class StorageTest {

    private static final int LIMIT = 40;
    private static final int STEPS = 20_000;

    private final Deque<Integer> expected = new ArrayDeque<>();
    private Storage<Integer> storage = new Storage<>(4, true, true);
    private int next;

    private static String contextOf(Integer element) {
        return "context of " + element / 8;
    }

    private void assertHolds() {
        List<Integer> elements = List.copyOf(expected);
        @Nullable Object[] copy = new Object[elements.size()];
        storage.copyOldest(copy, 0, copy.length);
        assertThat(copy).isEqualTo(elements.toArray());
        assertThat(storage.size()).isEqualTo(elements.size());
        assertThat(storage.isEmpty()).isEqualTo(elements.isEmpty());
        assertThat(storage.tail() - storage.head()).isEqualTo(elements.size());
        assertThat(storage.headNow()).isEqualTo(storage.head());
        assertThat(storage.tailNow()).isEqualTo(storage.tail());
        assertThat(storage.length()).isGreaterThanOrEqualTo(elements.size());
        assertThat(storage.oldestAge().orElseThrow()).isBetween(0L, 60_000_000_000L);
        for (int i = 0; i < elements.size(); i++) {
            assertThat(storage.get(i)).isEqualTo(elements.get(i));
            assertThat(storage.context(i)).isEqualTo(contextOf(elements.get(i)));
        }
    }

    /* The elements of a run share a context, so a run begins at a multiple of 8. */
    private void appendRun(int n) {
        next = (next + 7) / 8 * 8;
        Integer[] run = IntStream.range(next, next + n).boxed().toArray(Integer[]::new);
        storage.reserve(storage.size() + n, LIMIT);
        storage.append(run, 0, n, contextOf(next));
        expected.addAll(Arrays.asList(run));
        next += n;
    }

    private void append() {
        storage.reserve(storage.size() + 1, LIMIT);
        storage.append(next, contextOf(next));
        expected.add(next++);
    }

    /* Takes n elements and puts back all but the first few of them. */
    private void putBack(int n, int lost) {
        @Nullable Object[] taken = new Object[n];
        storage.copyOldest(taken, 0, n);
        @Nullable Object @Nullable [] contexts = storage.copyContexts(n);
        long number = storage.head();
        storage.remove(n);
        storage.reserve(storage.size() + n - lost, LIMIT);
        storage.putBack(taken, contexts, lost, n - lost, number + lost);
        for (int i = 0; i < lost; i++) {
            expected.remove();
        }
    }

    private void step(Random random) {
        int size = expected.size();
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                if (size < LIMIT) {
                    append();
                }
            }
            case 2 -> appendRun(random.nextInt(Math.min(8, LIMIT - size + 1)));
            case 3 -> {
                if (size > 0) {
                    assertThat(storage.take()).isEqualTo(expected.remove());
                }
            }
            case 4 -> {
                int n = random.nextInt(size + 1);
                storage.remove(n);
                for (int i = 0; i < n; i++) {
                    expected.remove();
                }
            }
            case 5 -> {
                int n = random.nextInt(size + 1);
                putBack(n, random.nextInt(n + 1));
            }
            default -> shrink(random, size);
        }
    }

    private void shrink(Random random, int size) {
        if (size == 0 && random.nextBoolean()) {
            storage.releaseArray();
            assertThat(storage.length()).isZero();
        } else {
            int length = Math.max(1, size + random.nextInt(4));
            storage.shrink(length);
            assertThat(storage.length()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, (1L << 31) - 100, (1L << 32) - 100, Long.MAX_VALUE - 100, -100})
    void itBehavesLikeADeque(long start) {
        Random random = new Random(Seed.OF_THIS_RUN);
        storage.head = start;
        storage.tail = start;
        for (int i = 0; i < STEPS; i++) {
            step(random);
            assertHolds();
        }
        assertThat(storage.tail() - start).isGreaterThan(100);
    }

    @Test
    void theFirstElementAllocatesTheArrayWhichGrowsByHalfUpToTheLimit() {
        assertThat(storage.length()).isZero();
        List<Integer> lengths = new ArrayList<>();
        while (expected.size() < 20) {
            append();
            if (lengths.isEmpty() || lengths.get(lengths.size() - 1) != storage.length()) {
                lengths.add(storage.length());
            }
        }
        assertThat(lengths).containsExactly(4, 6, 9, 13, 19, 28);
        while (expected.size() < LIMIT) {
            append();
        }
        assertThat(storage.length()).isEqualTo(LIMIT);
    }

    @Test
    void aBulkWriteAllocatesTheLengthThatItNeeds() {
        storage.reserve(17, LIMIT);
        assertThat(storage.length()).isEqualTo(17);
        storage.reserve(3, LIMIT);
        assertThat(storage.length()).isEqualTo(17);
    }

    @Test
    void withoutContextsThereAreNone() {
        storage = new Storage<>(4, false, false);
        storage.reserve(1, LIMIT);
        storage.append(1, "context");
        assertThat(storage.context(0)).isNull();
        assertThat(storage.copyContexts(1)).isNull();
        assertThat(storage.oldestAge()).isEmpty();
    }

    @Test
    void releasingRemovesAllElementsAndTheArray() {
        appendRun(7);
        storage.release();
        expected.clear();
        assertHolds();
        assertThat(storage.length()).isZero();
        assertThat(storage.head()).isEqualTo(7);
    }

    @Test
    void anOutOfMemoryErrorChangesNothing() {
        assertThat(Runtime.getRuntime().maxMemory())
                .as("a heap that is too small for the array")
                .isLessThan(4L << 30);
        append();
        append();
        assertThat(storage.take()).isEqualTo(expected.remove());
        assertThatThrownBy(() -> storage.reserve(Storage.MAX_LENGTH, Storage.MAX_LENGTH))
                .isInstanceOf(OutOfMemoryError.class);
        storage.shrink(Storage.MAX_LENGTH);
        assertThat(storage.length()).isEqualTo(4);
        assertHolds();
    }
}
