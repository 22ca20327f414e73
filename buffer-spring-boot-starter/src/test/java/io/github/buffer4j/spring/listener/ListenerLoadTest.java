package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.retry.RetryPolicy;

/** A million elements, and none at all. Prints what it measures. */
@Tag("evidence")
@Timeout(300)
class ListenerLoadTest extends ListenerFixture {

    private static final int ELEMENTS = 1_000_000;
    private static final int KEYS = 1_000;
    private static final int THREADS = 16;
    private static final int BROKEN_KEY = 7;
    private static final long NANOS_BROKEN = TimeUnit.SECONDS.toNanos(5);

    private final AtomicLongArray takenAt = new AtomicLongArray(ELEMENTS);
    private final AtomicLongArray doneAt = new AtomicLongArray(ELEMENTS);

    /* The elements of a key are ascending: each has to follow the one before. */
    private final AtomicIntegerArray last = new AtomicIntegerArray(KEYS);
    private volatile long brokenAt = Long.MAX_VALUE;

    @Test
    void keysStayInOrderAndOneThatRetriesHoldsUpNoOther() throws Exception {
        BlockBuffer<Integer> buffer = add("numbers", new BlockBuffer<>(1024));
        RetryPolicy policy = RetryPolicy.builder()
                .maxRetries(Long.MAX_VALUE)
                .delay(Duration.ofMillis(50))
                .build();
        IntStream.range(0, KEYS).forEach(key -> last.set(key, key - KEYS));
        BufferListenerContainer container =
                start(spec().concurrency(THREADS).retry(policy).<Integer>orderedBy(this::take), this::handle);
        for (int i = 0; i < ELEMENTS; i++) {
            if (i == ELEMENTS / 2) {
                brokenAt = System.nanoTime();
            }
            buffer.add(i);
        }
        buffer.closeWrite();
        await("the end").atMost(Duration.ofMinutes(4)).until(() -> container.state() == ListenerState.STOPPED);
        assertThat(observer.failures()).isEmpty();
        IntStream.range(0, KEYS).forEach(key -> assertThat(last.get(key)).isEqualTo(ELEMENTS - KEYS + key));
        assertThat(observer.retries.get()).isPositive();
        long before = percentile99(brokenAt - NANOS_BROKEN, brokenAt);
        long during = percentile99(brokenAt, brokenAt + NANOS_BROKEN);
        System.out.printf(
                "Time in flight of the keys that work, p99: %.2f ms before, %.2f ms while one retries (%.2f)%n",
                before / 1e6, during / 1e6, (double) during / before);
    }

    private int take(Integer element) {
        takenAt.set(element, System.nanoTime());
        return element % KEYS;
    }

    private Object handle(Integer element) {
        int key = element % KEYS;
        if (key == BROKEN_KEY && System.nanoTime() - brokenAt >= 0 && System.nanoTime() - brokenAt < NANOS_BROKEN) {
            throw new IllegalStateException("broken on purpose");
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(400_000));
        assertThat(last.compareAndSet(key, element - KEYS, element))
                .as("the order of key %d", key)
                .isTrue();
        doneAt.set(element, System.nanoTime());
        return true;
    }

    private long percentile99(long from, long to) {
        long[] times = IntStream.range(0, ELEMENTS)
                .filter(element -> element % KEYS != BROKEN_KEY)
                .filter(element -> doneAt.get(element) >= from && doneAt.get(element) < to)
                .mapToLong(element -> doneAt.get(element) - takenAt.get(element))
                .sorted()
                .toArray();
        assertThat(times).as("elements of other keys").hasSizeGreaterThan(1_000);
        return times[times.length * 99 / 100];
    }

    @Test
    void anIdleListenerUsesNoProcessorTime() throws Exception {
        BlockBuffer<Integer> buffer = numbers();
        start(spec().concurrency(4), handled::add);
        startBatches(ListenerSpec.builder("batches", "numbers").batch(10, Duration.ofMillis(50)), handled::addAll);
        start(ListenerSpec.builder("ordered", "numbers").concurrency(4).<Integer>orderedBy(key -> key), handled::add);
        await("all to wait").until(() -> buffer.stats().readersWaiting() == 6);
        long before = Arrays.stream(processorTimes()).sum();
        assertThat(new CountDownLatch(1).await(10, TimeUnit.SECONDS)).isFalse();
        long used = LongStream.of(processorTimes()).sum() - before;
        System.out.printf("Processor time of 10 idle threads in 10 s: %.3f ms%n", used / 1e6);
        assertThat(used).isLessThan(TimeUnit.MILLISECONDS.toNanos(1));
    }

    private long[] processorTimes() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return LongStream.of(threads.getAllThreadIds())
                .filter(id -> threads.getThreadInfo(id) != null
                        && threads.getThreadInfo(id).getThreadName().matches("(count|batches|ordered)-.*"))
                .map(threads::getThreadCpuTime)
                .toArray();
    }
}
