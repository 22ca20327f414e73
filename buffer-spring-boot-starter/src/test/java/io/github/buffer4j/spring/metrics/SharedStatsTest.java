package io.github.buffer4j.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.GrowableBuffer;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedStatsTest {

    private final Buffer<String> buffer = new GrowableBuffer<>();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final SharedStats shared = new SharedStats(buffer, now::get);
    private final long one = shared.newReader();
    private final long two = shared.newReader();

    @Test
    void readersThatReadTogetherGetOneSnapshot() {
        BufferStats first = shared.read(one);
        buffer.offer("a");
        assertThat(shared.read(two)).isSameAs(first);
    }

    @Test
    void aReaderThatComesBackGetsANewSnapshotAndSoDoTheOthers() {
        assertThat(shared.read(one).size()).isZero();
        buffer.offer("a");
        assertThat(shared.read(one).size()).isEqualTo(1);
        buffer.offer("b");
        assertThat(shared.read(two).size()).isEqualTo(1);
        assertThat(shared.read(two).size()).isEqualTo(2);
    }

    @Test
    void aLateReaderGetsANewSnapshot() {
        BufferStats first = shared.read(one);
        now.addAndGet(SharedStats.MAX_AGE.toNanos());
        assertThat(shared.read(two)).isSameAs(first);
        long three = shared.newReader();
        now.incrementAndGet();
        buffer.offer("a");
        assertThat(shared.read(three).size()).isEqualTo(1);
    }

    @Test
    void thereAreNoMoreReadersThanBits() {
        for (int i = 2; i < Long.SIZE; i++) {
            shared.newReader();
        }
        assertThatIllegalStateException().isThrownBy(shared::newReader);
    }

    @Test
    void theLastSnapshotStandsWhileTheBufferFails() {
        AtomicBoolean broken = new AtomicBoolean();
        Buffer<?> proxy = (Buffer<?>) Proxy.newProxyInstance(
                Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (self, method, arguments) -> {
                    if (broken.get()) {
                        throw new IllegalStateException("broken on purpose");
                    }
                    return method.invoke(buffer, arguments);
                });
        SharedStats failing = new SharedStats(proxy, now::get);
        long reader = failing.newReader();
        BufferStats last = failing.read(reader);
        broken.set(true);
        assertThat(failing.read(reader)).isSameAs(last);
        broken.set(false);
        assertThat(failing.read(reader)).isNotSameAs(last);
    }
}
