package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the calls of a client do that has left its buffer. */
@NeedsRedis
@Timeout(120)
class DetachedBufferTest {

    private static final String[] ELEMENTS = {"b", "c"};

    private final Clients clients = Clients.standalone();
    private final String prefix = Clients.newPrefix();
    private final String name = clients.newName();
    private final RedisBuffer<String> buffer = attach();
    private final RedisBuffer<String> other = attach();

    private RedisBuffer<String> attach() {
        return clients.<String>builder(prefix, name).block(3);
    }

    @BeforeEach
    void leave() throws InterruptedException {
        buffer.add("a");
        buffer.detach();
    }

    @AfterEach
    void theBufferGoesOn() {
        assertThat(other.state()).isEqualTo(BufferState.OPEN);
        assertThat(other.capacity()).isEqualTo(3);
        assertThat(other.snapshot()).containsExactly("a");
        other.close();
    }

    @Test
    void callsThatNeedTheBufferFail() {
        assertDetached(() -> buffer.add("b"));
        assertDetached(() -> buffer.write(ELEMENTS));
        assertDetached(buffer::next);
        assertDetached(buffer::nextEnvelope);
        assertDetached(() -> buffer.read(new String[1]));
        assertDetached(() -> buffer.readBatch(1, Duration.ZERO));
        assertDetached(() -> buffer.readEnvelopes(1, Duration.ZERO));
        assertDetached(() -> buffer.forEach(element -> {}));
        assertDetached(() -> buffer.lease(1, Duration.ZERO, List.of()));
        assertDetached(() -> buffer.putBack(List.of("b")));
        assertDetached(() -> buffer.resize(5));
    }

    private static void assertDetached(ThrowingCallable call) {
        assertThatExceptionOfType(BufferDetachedException.class).isThrownBy(call);
    }

    @Test
    void otherCallsFindItClosed() throws InterruptedException {
        assertThat(buffer.state()).isEqualTo(BufferState.CLOSED);
        assertThat(buffer.awaitDrained(Duration.ZERO)).isTrue();
        assertThat(buffer.error()).isNull();
        assertThat(buffer.size()).isZero();
        assertThat(buffer.offer("b")).isFalse();
        assertThat(buffer.offer("b", Duration.ofDays(1))).isFalse();
        assertThat(buffer.offer(ELEMENTS, 0, 2)).isZero();
        assertThat(buffer.poll()).isNull();
        assertThat(buffer.poll(Duration.ofDays(1))).isNull();
        assertThat(buffer.peek()).isNull();
        assertThat(buffer.snapshot()).isEmpty();
        assertThat(buffer.drainTo(new ArrayList<>(), 9)).isZero();
        assertThat(buffer.discard(1)).isZero();
        assertThat(buffer.reset()).isZero();
        assertThat(buffer.closeWrite()).isFalse();
        assertThat(buffer.closeWrite(new IOException("late"))).isFalse();
        assertThat(buffer.closeWithError(new IOException("late"))).isFalse();
    }

    @Test
    void itsCapacityAndItsTotalsAreTheLastOnes() throws InterruptedException {
        assertThat(other.next()).isEqualTo("a");
        other.add("a");
        assertThat(buffer.capacity()).isEqualTo(3);
        BufferStats stats = buffer.stats();
        assertThat(stats.state()).isEqualTo(BufferState.CLOSED);
        assertThat(stats.written()).isEqualTo(1);
        assertThat(stats.size()).isEqualTo(1);
    }
}
