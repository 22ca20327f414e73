package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.GrowableBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SharedStatsTest {

    private final Buffer<String> buffer = new GrowableBuffer<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final SharedStats shared = new SharedStats(buffer, now::get);
    private final Supplier<BufferStats> one = shared.newReader();
    private final Supplier<BufferStats> two = shared.newReader();

    @Test
    void readersThatReadTogetherGetOneSnapshot() {
        BufferStats first = one.get();
        buffer.offer("a");
        assertThat(two.get()).isSameAs(first);
    }

    @Test
    void aReaderThatComesBackGetsANewSnapshotAndSoDoTheOthers() {
        assertThat(one.get().size()).isZero();
        buffer.offer("a");
        assertThat(one.get().size()).isEqualTo(1);
        buffer.offer("b");
        assertThat(two.get().size()).isEqualTo(1);
        assertThat(two.get().size()).isEqualTo(2);
    }

    @Test
    void aLateReaderGetsANewSnapshot() {
        BufferStats first = one.get();
        now.addAndGet(SharedStats.MAX_AGE.toNanos());
        assertThat(two.get()).isSameAs(first);
        Supplier<BufferStats> three = shared.newReader();
        now.incrementAndGet();
        buffer.offer("a");
        assertThat(three.get().size()).isEqualTo(1);
    }

    @Test
    void thereAreNoMoreReadersThanBits() {
        for (int i = 2; i < Long.SIZE; i++) {
            shared.newReader();
        }
        assertThatIllegalStateException().isThrownBy(shared::newReader);
    }
}
