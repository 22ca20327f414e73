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

/** The elements compared with an {@link ArrayDeque}: one thread, no buffer. */
class ElementsTest {

    private static final int LIMIT = 40;
    private static final int STEPS = 20_000;

    private final Deque<Integer> expected = new ArrayDeque<>();
    private Elements<Integer> elements =
            elements(Buffer.<Integer>builder().trackAge(true).context(new ContextCarrier() {
                @Override
                public @Nullable Object capture() {
                    return null;
                }

                @Override
                public AutoCloseable restore(Object context) {
                    return () -> {};
                }
            }));
    private int next;

    private static Elements<Integer> elements(BufferBuilder<Integer> options) {
        return new Elements<>(
                options, new Contents.Room(4, LIMIT, LIMIT), new ReaderThreads(), new WriterThreads(), null);
    }

    private static String contextOf(Integer element) {
        return "context of " + element / 8;
    }

    private void assertHolds() {
        List<Integer> all = List.copyOf(expected);
        @Nullable Object[] copy = new Object[all.size()];
        elements.copyOldest(copy, 0, copy.length);
        assertThat(copy).isEqualTo(all.toArray());
        assertThat(elements.size()).isEqualTo(all.size());
        assertThat(elements.isEmpty()).isEqualTo(all.isEmpty());
        assertThat(elements.tail() - elements.head()).isEqualTo(all.size());
        assertThat(elements.headNow()).isEqualTo(elements.head());
        assertThat(elements.tailNow()).isEqualTo(elements.tail());
        assertThat(elements.length()).isGreaterThanOrEqualTo(all.size());
        assertThat(elements.oldestAge().orElseThrow()).isBetween(0L, 60_000_000_000L);
        for (int i = 0; i < all.size(); i++) {
            assertThat(elements.get(i)).isEqualTo(all.get(i));
            assertThat(elements.context(i)).isEqualTo(contextOf(all.get(i)));
        }
    }

    /* The elements of a run share a context, so a run begins at a multiple of 8. */
    private void appendRun(int n) {
        next = (next + 7) / 8 * 8;
        Integer[] run = IntStream.range(next, next + n).boxed().toArray(Integer[]::new);
        elements.append(run, 0, n, contextOf(next));
        expected.addAll(Arrays.asList(run));
        next += n;
    }

    private void append() {
        elements.append(next, contextOf(next));
        expected.add(next++);
    }

    /* Takes n elements and puts back all but the first few of them. */
    private void putBack(int n, int lost) {
        @Nullable Object[] taken = new Object[n];
        elements.copyOldest(taken, 0, n);
        @Nullable Object @Nullable [] contexts = elements.copyContexts(n);
        long number = elements.head();
        elements.remove(n);
        elements.putBack(taken, contexts, 0, n, lost, number);
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
            case 2 -> {
                if (size < LIMIT) {
                    appendRun(1 + random.nextInt(Math.min(7, LIMIT - size)));
                }
            }
            case 3 -> {
                if (size > 0) {
                    assertThat(elements.take()).isEqualTo(expected.remove());
                }
            }
            case 4 -> {
                int n = random.nextInt(size + 1);
                elements.remove(n);
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
            elements.releaseArray();
            assertThat(elements.length()).isZero();
        } else {
            int length = Math.max(1, size + random.nextInt(4));
            elements.shrink(length);
            assertThat(elements.length()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, (1L << 31) - 100, (1L << 32) - 100, Long.MAX_VALUE - 100, -100})
    void itBehavesLikeADeque(long start) {
        Random random = new Random(Seed.OF_THIS_RUN);
        elements.head = start;
        elements.tail = start;
        for (int i = 0; i < STEPS; i++) {
            step(random);
            assertHolds();
        }
        assertThat(elements.tail() - start).isGreaterThan(100);
    }

    @Test
    void theFirstElementAllocatesTheArrayWhichGrowsByHalfUpToTheLimit() {
        assertThat(elements.length()).isZero();
        List<Integer> lengths = new ArrayList<>();
        while (expected.size() < 20) {
            append();
            if (lengths.isEmpty() || lengths.get(lengths.size() - 1) != elements.length()) {
                lengths.add(elements.length());
            }
        }
        assertThat(lengths).containsExactly(4, 6, 9, 13, 19, 28);
        while (expected.size() < LIMIT) {
            append();
        }
        assertThat(elements.length()).isEqualTo(LIMIT);
    }

    @Test
    void aBulkWriteAllocatesTheLengthThatItNeeds() {
        elements.reserve(17, LIMIT);
        assertThat(elements.length()).isEqualTo(17);
        elements.reserve(3, LIMIT);
        assertThat(elements.length()).isEqualTo(17);
    }

    @Test
    void withoutContextsThereAreNone() {
        elements = elements(Buffer.builder());
        elements.append(1, "context");
        assertThat(elements.context(0)).isNull();
        assertThat(elements.copyContexts(1)).isNull();
        assertThat(elements.oldestAge()).isEmpty();
    }

    @Test
    void releasingRemovesAllElementsAndTheArray() {
        appendRun(7);
        elements.release();
        expected.clear();
        assertHolds();
        assertThat(elements.length()).isZero();
        assertThat(elements.head()).isEqualTo(7);
    }

    @Test
    void anOutOfMemoryErrorChangesNothing() {
        assertThat(Runtime.getRuntime().maxMemory())
                .as("a heap that is too small for the array")
                .isLessThan(4L << 30);
        append();
        append();
        assertThat(elements.take()).isEqualTo(expected.remove());
        assertThatThrownBy(() -> elements.reserve(Slots.MAX_LENGTH, Slots.MAX_LENGTH))
                .isInstanceOf(OutOfMemoryError.class);
        elements.shrink(Slots.MAX_LENGTH);
        assertThat(elements.length()).isEqualTo(4);
        assertHolds();
    }
}
