package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that return no list allocate nothing, once a few of them have been made. */
class AllocationTest {

    private static final int CALLS = 1_000;
    private static final int CAPACITY = 256;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long allocatedBy(Call.Action action) throws Exception {
        action.run();
        return allocatedByOne(() -> {
            for (int i = 0; i < CALLS; i++) {
                action.run();
            }
        });
    }

    private static long allocatedByOne(Call.Action action) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        action.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsAllocated(Kind kind) throws Exception {
        Buffer<Integer> buffer = kind.create(CAPACITY);
        Integer element = 1;
        Integer[] elements = new Integer[32];
        Arrays.fill(elements, element);
        Integer[] target = new Integer[32];
        List<Integer> list = new ArrayList<>();
        buffer.write(elements);
        List<Call.Action> calls = List.of(
                () -> {
                    buffer.add(element);
                    buffer.next();
                },
                () -> {
                    buffer.offer(element);
                    buffer.poll();
                },
                () -> {
                    buffer.offer(element, SECOND);
                    buffer.poll(SECOND);
                },
                () -> {
                    buffer.write(elements);
                    buffer.read(target);
                },
                () -> {
                    buffer.offer(elements, 0, elements.length);
                    buffer.discard(elements.length);
                },
                () -> {
                    buffer.write(elements);
                    buffer.drainTo(list, elements.length);
                    list.clear();
                },
                () -> {
                    buffer.reset();
                    buffer.drainTo(list, 1);
                    buffer.add(element);
                    buffer.peek();
                    buffer.size();
                    buffer.capacity();
                    buffer.state();
                    buffer.error();
                });
        assertAllocatesNothing(calls);
    }

    static void assertAllocatesNothing(List<Call.Action> calls) throws Exception {
        for (Call.Action call : calls) {
            /* One-time allocations that the virtual machine attributes to the thread are less than a byte per call. */
            assertThat(allocatedBy(call)).as("call %d", calls.indexOf(call)).isLessThan(CALLS);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCK", "RING"})
    void forEachAllocatesNothing(Kind kind) throws Exception {
        List<Buffer<Integer>> buffers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Buffer<Integer> buffer = kind.create(CALLS);
            while (buffer.size() < CALLS) {
                buffer.add(1);
            }
            buffer.closeWrite();
            buffers.add(buffer);
        }
        Consumer<Integer> nothing = element -> {};
        buffers.get(0).forEach(nothing);
        assertThat(allocatedByOne(() -> buffers.get(1).forEach(nothing))).isLessThan(CALLS);
    }
}
