package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leases and ends that several clients of one buffer have to do with. */
@NeedsRedis
@Timeout(120)
class RedisLeasesTest {

    private static final int COUNT = 12;

    private final Clients clients = Clients.standalone();
    private final String prefix = Clients.newPrefix();
    private final String name = clients.newName();

    private RedisBufferBuilder<String> builder() {
        return clients.builder(prefix, name);
    }

    private static RedisBuffer<String> attach(RedisBufferBuilder<String> options) {
        return options.block(100);
    }

    @Test
    void whatAReaderHasStaysLeasedWhileItWaitsForMore() throws Exception {
        RedisBuffer<String> buffer = attach(builder().lease(Duration.ofHours(1)));
        buffer.add("a");
        FutureTask<@Nullable Lease<String>> reader =
                new FutureTask<>(() -> buffer.lease(2, Duration.ofMinutes(10), List.of()));
        new Thread(reader).start();
        await("the reader to have one and to wait")
                .until(() -> !deadline().isBlank() && buffer.clientStats().readersWaiting() == 1);
        String before = deadline();
        await("the lease to be renewed").until(() -> {
            buffer.renewLeases();
            return !deadline().equals(before);
        });
        buffer.add("b");
        Lease<String> lease = Objects.requireNonNull(reader.get());
        assertThat(lease.envelopes()).extracting(Envelope::element).containsExactly("a", "b");
        assertThat(lease.acknowledge()).isTrue();
        buffer.close();
    }

    /* Returns the name and the end of the lease that ends first. */
    private String deadline() {
        return RedisServer.shared().ask("ZRANGE", "{" + prefix + ":" + name + "}:l", "0", "0", "WITHSCORES");
    }

    @Test
    void leasesThatEndTogetherComeBackInTheirOrder() throws Exception {
        RedisBuffer<String> dying = attach(builder().lease(Duration.ofMillis(200)));
        List<String> elements =
                IntStream.range(0, COUNT).mapToObj(String::valueOf).toList();
        for (String element : elements) {
            dying.add(element);
            dying.lease(1, Duration.ZERO, List.of());
        }
        dying.renewLeases();
        dying.detach();
        RedisBuffer<String> heir = attach(builder());
        List<String> read = new ArrayList<>();
        while (read.size() < COUNT) {
            read.addAll(heir.readBatch(COUNT, Duration.ZERO));
        }
        assertThat(read).isEqualTo(elements);
        heir.close();
    }

    @Test
    void thePeakIncludesWhatComesBack() throws Exception {
        RedisBuffer<String> buffer = attach(builder().lease(Duration.ofDays(1)));
        buffer.write(new String[] {"a", "b", "c", "d", "e"});
        Lease<String> lease = Objects.requireNonNull(buffer.lease(5, Duration.ZERO, List.of()));
        buffer.write(new String[] {"f", "g", "h", "i", "j"});
        endLeases();
        assertThat(buffer.poll()).isEqualTo("a");
        assertThat(buffer.stats().size()).isEqualTo(9);
        assertThat(buffer.stats().peakSize()).isEqualTo(10);
        assertThat(buffer.stats().recentPeakSize()).isEqualTo(10);
        assertThat(lease.acknowledge()).isFalse();
        buffer.close();
    }

    /* As if their time was up. */
    private void endLeases() {
        String leases = "{" + prefix + ":" + name + "}:l";
        RedisServer server = RedisServer.shared();
        server.ask("ZRANGE", leases, "0", "-1").lines().forEach(lease -> server.ask("ZADD", leases, "XX", "0", lease));
    }

    @Test
    void anInterruptedReaderKnowsThatItsLeaseWasAcknowledged() throws Exception {
        RedisBuffer<String> buffer = attach(builder());
        buffer.add("a");
        Lease<String> handled = Objects.requireNonNull(buffer.lease(1, Duration.ZERO, List.of()));
        Thread reader = new Thread(() -> {
            try {
                buffer.lease(1, Duration.ZERO, List.of(handled));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.start();
        await().until(() -> buffer.clientStats().readersWaiting(), number -> number == 1);
        reader.interrupt();
        reader.join();
        assertThat(handled.acknowledge()).isTrue();
        buffer.close();
    }

    @Test
    void theEndIsFinalHoweverOftenTheBufferIsCreatedAnew() throws Exception {
        RedisBuffer<String> ended = attach(builder());
        ended.add("a");
        ended.closeWrite();
        assertThat(ended.next()).isEqualTo("a");
        assertThat(ended.next()).isNull();
        long written = ended.stats().written();
        for (int i = 0; i < 2; i++) {
            attach(builder()).close();
        }
        assertThat(ended.next()).isNull();
        assertThat(ended.state()).isEqualTo(BufferState.DRAINED);
        assertThat(ended.stats().written()).isEqualTo(written);
        assertThat(ended.offer("b")).isFalse();
        assertThat(ended.clientStats().lost()).isFalse();
    }

    @Test
    void aClientThatHasNotSeenTheEndYetSeesItInABufferThatWasCreatedAnew() throws Exception {
        RedisBuffer<String> late = attach(builder());
        attach(builder()).closeWrite(new IOException("the cable was cut"));
        attach(builder()).close();
        attach(builder()).close();
        assertThatExceptionOfType(BufferClosedException.class)
                .isThrownBy(late::next)
                .withCauseInstanceOf(RemoteBufferException.class);
        assertThat(late.state()).isEqualTo(BufferState.DRAINED);
    }
}
