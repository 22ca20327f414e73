package io.github.buffer4j.demo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.github.buffer4j.BlockBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

@ExtendWith(OutputCaptureExtension.class)
class LineConsumerTest {

    private final BlockBuffer<String> ingest = new BlockBuffer<>(1000);
    private final LineStore store = mock(LineStore.class);
    private final LineConsumer consumer = new LineConsumer(ingest, store, Duration.ofMillis(100));

    @Test
    void readsBatchesUntilTheEndOfTheStream() throws InterruptedException {
        String[] lines = new String[600];
        java.util.Arrays.setAll(lines, Integer::toString);
        ingest.write(lines);
        ingest.closeWrite();
        consumer.start();
        await("the consumer to end").until(() -> !consumer.isRunning());
        verify(store).insert(List.of(lines).subList(0, 500));
        verify(store).insert(List.of(lines).subList(500, 600));
    }

    @Test
    void retriesARejectedBatch() throws InterruptedException {
        doThrow(new QueryTimeoutException("busy"))
                .doThrow(new CannotCreateTransactionException("no connection"))
                .doNothing()
                .when(store)
                .insert(any());
        ingest.add("line");
        ingest.closeWrite();
        consumer.start();
        await("the consumer to end").until(() -> !consumer.isRunning());
        verify(store, times(3)).insert(List.of("line"));
    }

    @Test
    void logsTheNumberOfLinesGivenUpWhenStopped(CapturedOutput output) throws InterruptedException {
        doThrow(new QueryTimeoutException("busy")).when(store).insert(any());
        ingest.write(new String[] {"1", "2", "3"});
        ingest.closeWrite();
        consumer.start();
        consumer.stop();
        await("the consumer to end").until(() -> !consumer.isRunning());
        assertThat(output).contains("Gave up 3 lines");
    }

    @Test
    void givesUpABatchThatCanNeverBeStoredAndGoesOn(CapturedOutput output) throws InterruptedException {
        doThrow(new DataIntegrityViolationException("too long"))
                .doThrow(new IllegalStateException("odd"))
                .doNothing()
                .when(store)
                .insert(any());
        consumer.start();
        for (int batch = 1; batch <= 3; batch++) {
            ingest.write(new String[] {"1", "2"});
            verify(store, timeout(10_000).times(batch)).insert(List.of("1", "2"));
        }
        assertThat(consumer.isRunning()).isTrue();
        assertThat(output.getOut().split("ERROR.*Gave up 2 lines", -1)).hasSize(3);
        ingest.closeWrite();
    }

    @Test
    void stopWaitsForTheLastTry(CapturedOutput output) throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        doAnswer(insert -> after(answer)).when(store).insert(any());
        LineConsumer patient = new LineConsumer(ingest, store, Duration.ofSeconds(30));
        ingest.add("line");
        ingest.closeWrite();
        patient.start();
        verify(store, timeout(10_000)).insert(List.of("line"));
        Thread stopping = new Thread(patient::stop);
        stopping.start();
        await("stop to wait for the batch").until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        answer.countDown();
        stopping.join();
        assertThat(patient.isRunning()).isFalse();
        assertThat(output).doesNotContain("Gave up");
    }

    @Test
    void stopLogsABatchThatHangsAndOnlyOnce(CapturedOutput output) throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        doAnswer(insert -> after(answer)).when(store).insert(any());
        ingest.write(new String[] {"1", "2", "3"});
        ingest.closeWrite();
        consumer.start();
        verify(store, timeout(10_000)).insert(List.of("1", "2", "3"));
        consumer.stop();
        assertThat(output).contains("ERROR").contains("Gave up 3 lines, which may not be in the database");
        answer.countDown();
        await("the consumer to end").until(() -> !consumer.isRunning());
        assertThat(output).contains("The 3 lines that were given up have been stored after all");
        assertThat(output.getOut().split("Gave up", -1)).hasSize(2);
    }

    @Test
    void endsWhenTheBufferIsClosed(CapturedOutput output) {
        doNothing().when(store).insert(any());
        consumer.start();
        ingest.close();
        await("the consumer to end").until(() -> !consumer.isRunning());
        assertThat(output).contains("closed before it was drained");
    }

    private static @Nullable Object after(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return null;
    }
}
