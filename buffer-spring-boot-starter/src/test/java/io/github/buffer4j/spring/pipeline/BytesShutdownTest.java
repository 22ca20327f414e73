package io.github.buffer4j.spring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferLifecycle;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.SmartLifecycle;

/** The end of buffers of bytes when the application stops. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class BytesShutdownTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withBean(JustBefore.class)
            .withPropertyValues(
                    "buffers.instances.packed.unit=bytes",
                    "buffers.instances.packed.capacity=1KB",
                    "buffers.instances.packed.after=raw",
                    "buffers.instances.raw.unit=bytes",
                    "buffers.instances.raw.capacity=64KB",
                    "buffers.instances.live.unit=bytes",
                    "buffers.instances.live.ends=early");

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void whatAStageWritesUntilTheEndReachesItsReader(CapturedOutput output) {
        runner.run(context -> {
            BytesBuffer raw = context.getBean("raw", BytesBuffer.class);
            BytesBuffer packed = context.getBean("packed", BytesBuffer.class);
            CountDownLatch stopping = new CountDownLatch(1);
            context.getBean(JustBefore.class).action = stopping::countDown;
            Future<Integer> stage = threads.submit(() -> copy(raw, packed, stopping));
            Future<Integer> received = threads.submit(() -> sum(packed));
            byte[] all = new byte[60_000];
            Arrays.fill(all, (byte) 3);
            raw.write(all, 0, all.length);
            await("the stage to have a part in hand").until(() -> raw.stats().read() == 100);
            Future<?> close = threads.submit(context::close);
            assertThat(close).succeedsWithin(SOON);
            assertThat(stage).succeedsWithin(SOON).isEqualTo(all.length);
            assertThat(received).succeedsWithin(SOON).isEqualTo(3 * all.length);
            assertThat(raw.state()).isEqualTo(BufferState.DRAINED);
            assertThat(packed.state()).isEqualTo(BufferState.DRAINED);
            assertThat(output).doesNotContain("was closed with");
        });
    }

    @Test
    void whatAStageWritesAfterTheEndOfItsSourceReachesItsReader(CapturedOutput output) {
        runner.run(context -> {
            BytesBuffer raw = context.getBean("raw", BytesBuffer.class);
            BytesBuffer packed = context.getBean("packed", BytesBuffer.class);
            Future<?> stage = threads.submit(() -> {
                packed.produce(out -> {
                    GZIPOutputStream gzip = new GZIPOutputStream(out);
                    raw.inputStream().transferTo(gzip);
                    gzip.close();
                });
                return null;
            });
            Future<byte[]> received = threads.submit(() -> {
                try (InputStream in = packed.inputStream()) {
                    byte[] unpacked = new GZIPInputStream(in).readAllBytes();
                    // A GZIPInputStream does not read to the end, and a stream that is closed before it closes the
                    // buffer.
                    assertThat(in.read()).isEqualTo(-1);
                    return unpacked;
                }
            });
            byte[] all = new byte[60_000];
            Arrays.fill(all, (byte) 3);
            raw.write(all, 0, all.length);
            await("the stage to wait for more")
                    .until(() -> raw.size() == 0 && raw.stats().readersWaiting() == 1);
            context.close();
            assertThat(stage).succeedsWithin(SOON);
            assertThat(received).succeedsWithin(SOON).isEqualTo(all);
            assertThat(packed.state()).isEqualTo(BufferState.DRAINED);
            assertThat(output).doesNotContain("was closed with");
        });
    }

    @Test
    void bytesThatNobodyReadsAreCounted(CapturedOutput output) {
        runner.withPropertyValues("buffers.defaults.drain-timeout=0s").run(context -> {
            BytesBuffer raw = context.getBean("raw", BytesBuffer.class);
            raw.write(new byte[300], 0, 300);
            BytesBuffer pipe = BytesBuffer.block(10);
            BufferRegistry registry = context.getBean(BufferRegistry.class);
            registry.register(new BufferEntry("pipe", pipe));
            pipe.write(new byte[7], 0, 7);
            assertThat(registry.remove("pipe")).isTrue();
            context.close();
            assertThat(raw.state()).isEqualTo(BufferState.CLOSED);
            assertThat(raw.offer(new byte[5], 0, 5)).isZero();
            assertThat(output)
                    .contains("Buffer 'raw' was closed with 300 bytes left unread")
                    .contains("Buffer 'pipe' was closed with 7 bytes left unread");
        });
    }

    @Test
    void aBufferThatEndsEarlyHasEndedWhileTheOthersAreOpen() {
        runner.run(context -> {
            BytesBuffer live = context.getBean("live", BytesBuffer.class);
            BytesBuffer raw = context.getBean("raw", BytesBuffer.class);
            live.write(new byte[] {1, 2, 3}, 0, 3);
            CompletableFuture<BufferState> rawThen = new CompletableFuture<>();
            context.getBean(JustBefore.class).action = () -> {
                assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> live.add((byte) 4));
                rawThen.complete(raw.state());
            };
            Future<Integer> received = threads.submit(() -> sum(live));
            context.close();
            assertThat(rawThen).isCompletedWithValue(BufferState.OPEN);
            assertThat(received).succeedsWithin(SOON).isEqualTo(6);
        });
    }

    /* Has a part in hand when the application begins to stop. */
    private static int copy(BytesBuffer from, BytesBuffer to, CountDownLatch stopping)
            throws IOException, InterruptedException {
        int copied = 0;
        byte[] part = new byte[100];
        try (InputStream in = from.inputStream()) {
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                stopping.await();
                to.write(part, 0, read);
                copied += read;
            }
        }
        return copied;
    }

    private static int sum(BytesBuffer buffer) throws IOException {
        int sum = 0;
        try (InputStream in = buffer.inputStream()) {
            for (int value = in.read(); value >= 0; value = in.read()) {
                sum += value;
            }
        }
        return sum;
    }

    /** Does something after the early buffers have ended, and before the others do. */
    static class JustBefore implements SmartLifecycle {

        private volatile Runnable action = () -> {};
        private volatile boolean running;

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            action.run();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return BufferLifecycle.PHASE + 1;
        }
    }
}
