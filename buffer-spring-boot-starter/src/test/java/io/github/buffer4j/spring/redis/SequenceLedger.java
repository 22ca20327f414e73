package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * What has become of each element. An element is the number of its writer, a colon, and a number that counts the
 * elements of that writer. Safe for use by any number of threads.
 */
final class SequenceLedger {

    private static final int KNOWN = 1;
    private static final int UNKNOWN = 2;

    private final List<AtomicIntegerArray> outcomes;
    private final List<AtomicIntegerArray> reads;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    SequenceLedger(int writers, int elements) {
        this.outcomes = IntStream.range(0, writers)
                .mapToObj(w -> new AtomicIntegerArray(elements))
                .toList();
        this.reads = IntStream.range(0, writers)
                .mapToObj(w -> new AtomicIntegerArray(elements))
                .toList();
    }

    static String element(int writer, int number) {
        return writer + ":" + number;
    }

    static int writer(String element) {
        return Integer.parseInt(element.substring(0, element.indexOf(':')));
    }

    static int number(String element) {
        return Integer.parseInt(element.substring(element.indexOf(':') + 1));
    }

    void written(int writer, int from, int to) {
        for (int i = from; i < to; i++) {
            outcomes.get(writer).set(i, KNOWN);
        }
        written.addAndGet(to - from);
    }

    /** Notes that nobody knows whether elements were written. */
    void inDoubt(int writer, int from, int to) {
        for (int i = from; i < to; i++) {
            outcomes.get(writer).set(i, UNKNOWN);
        }
    }

    void read(String element) {
        reads.get(writer(element)).incrementAndGet(number(element));
        read.incrementAndGet();
    }

    long written() {
        return written.get();
    }

    long read() {
        return read.get();
    }

    /** Returns how many elements nobody knows the outcome of. */
    int inDoubt() {
        return elements((outcome, count) -> outcome == UNKNOWN).size();
    }

    /** Checks that each written element was read once, and each one in doubt at most once. */
    void assertExactlyOnce() {
        assertThat(lost()).as("lost").isEmpty();
        assertThat(elements((outcome, count) -> count > 1)).as("doubled").isEmpty();
        assertThat(elements((outcome, count) -> outcome == 0 && count > 0))
                .as("read, and not written")
                .isEmpty();
    }

    List<String> lost() {
        return elements((outcome, count) -> outcome == KNOWN && count == 0);
    }

    private List<String> elements(Condition condition) {
        List<String> found = new ArrayList<>();
        for (int writer = 0; writer < outcomes.size(); writer++) {
            for (int i = 0; i < outcomes.get(writer).length(); i++) {
                if (condition.holds(
                        outcomes.get(writer).get(i), reads.get(writer).get(i))) {
                    found.add(element(writer, i));
                }
            }
        }
        return found;
    }

    private interface Condition {
        boolean holds(int outcome, int reads);
    }
}
