package io.github.buffer4j.demo.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.test.BufferTester;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.CannotCreateTransactionException;

@ExtendWith(OutputCaptureExtension.class)
class LineListenerTest {

    private final LineStore store = mock(LineStore.class);
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class))
            .withBean(LineStore.class, () -> store)
            .withBean(Delay.class)
            .withBean(LineListener.class)
            .withPropertyValues("buffers.listeners.store.retry.delay=1ms");

    @Test
    void storesBatchesInOrderBeforeTheApplicationHasStopped() {
        String[] lines = IntStream.range(0, 1100).mapToObj(Integer::toString).toArray(String[]::new);
        runner.run(context -> ingest(context).write(lines));
        InOrder order = Mockito.inOrder(store);
        assertThat(batches()).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 500));
        batches().forEach(batch -> order.verify(store).insert(batch));
        assertThat(batches().stream().flatMap(List::stream)).containsExactly(lines);
    }

    @Test
    void retriesABatchUntilTheDatabaseIsBack(CapturedOutput output) {
        doThrow(new QueryTimeoutException("busy"))
                .doThrow(new CannotCreateTransactionException("no connection"))
                .doThrow(new QueryTimeoutException("busy"))
                .doThrow(new CannotCreateTransactionException("no connection"))
                .doThrow(new QueryTimeoutException("busy"))
                .doNothing()
                .when(store)
                .insert(any());
        runner.run(context -> {
            ingest(context).write(new String[] {"1", "2"});
            BufferTester.of(context).awaitDrained("ingest");
            verify(store, times(6)).insert(List.of("1", "2"));
        });
        assertThat(output).contains("The database rejected 2 lines: busy").doesNotContain("ERROR");
    }

    @Test
    void aLineThatCanNeverBeStoredIsTheOnlyOneThatIsLost(CapturedOutput output) {
        assertThatOnlyTheBadLineIsLost(new DataIntegrityViolationException("too long"), output);
    }

    @Test
    void aLineThatFailsUnexpectedlyIsTheOnlyOneThatIsLost(CapturedOutput output) {
        assertThatOnlyTheBadLineIsLost(new IllegalStateException("odd"), output);
    }

    private void assertThatOnlyTheBadLineIsLost(RuntimeException failure, CapturedOutput output) {
        doAnswer(insert -> {
                    List<String> lines = insert.getArgument(0);
                    if (lines.contains("bad")) {
                        throw failure;
                    }
                    return stored.addAll(lines);
                })
                .when(store)
                .insert(any());
        runner.withPropertyValues("buffers.listeners.store.retry.delay=1h").run(context -> {
            ingest(context).write(new String[] {"1", "bad", "2", "3"});
            BufferTester.of(context).awaitDrained("ingest");
            assertThat(stored).hasSize(3);
            ingest(context).add("4");
        });
        assertThat(stored).containsExactly("1", "2", "3", "4");
        verify(store).insert(List.of("1", "bad", "2", "3"));
        verify(store).insert(List.of("bad"));
        assertThat(LostLines.countedIn(output)).isOne();
        assertThat(output).contains("Listener 'store' gives up 1 element").contains(failure.toString());
    }

    @Test
    void anOutageThatBeginsWhileABadLineIsSoughtLosesNoOtherLine(CapturedOutput output) {
        AtomicInteger inserts = new AtomicInteger();
        doAnswer(insert -> {
                    int number = inserts.incrementAndGet();
                    if (number > 1 && number <= 100) {
                        throw new QueryTimeoutException("busy");
                    }
                    List<String> lines = insert.getArgument(0);
                    if (lines.contains("30")) {
                        throw new DataIntegrityViolationException("too long");
                    }
                    return stored.addAll(lines);
                })
                .when(store)
                .insert(any());
        String[] lines = IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new);
        runner.run(context -> {
            ingest(context).write(lines);
            BufferTester.of(context).awaitDrained("ingest");
            assertThat(stored).hasSize(99);
        });
        assertThat(stored).doesNotContain("30");
        assertThat(LostLines.countedIn(output)).isOne();
    }

    @Test
    void aShutdownEndsTheRetriesWithOneLastTryAndCountsTheLines(CapturedOutput output) {
        doThrow(new QueryTimeoutException("busy")).when(store).insert(any());
        runner.withPropertyValues("buffers.listeners.store.retry.delay=1h").run(context -> {
            ingest(context).write(new String[] {"1", "2", "3"});
            verify(store, timeout(10_000)).insert(List.of("1", "2", "3"));
        });
        verify(store, times(2)).insert(List.of("1", "2", "3"));
        assertThat(LostLines.countedIn(output)).isEqualTo(3);
    }

    @Test
    void aBatchThatHangsIsCountedAndInterrupted(CapturedOutput output) throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        doAnswer(insert -> {
                    try {
                        new CountDownLatch(1).await();
                        return null;
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw new QueryTimeoutException("interrupted", e);
                    }
                })
                .when(store)
                .insert(any());
        runner.withPropertyValues(
                        "buffers.instances.ingest.drain-timeout=100ms", "buffers.listeners.store.stop-timeout=100ms")
                .run(context -> {
                    ingest(context).write(new String[] {"1", "2", "3"});
                    verify(store, timeout(10_000)).insert(List.of("1", "2", "3"));
                });
        interrupted.await();
        assertThat(LostLines.countedIn(output)).isEqualTo(3);
        verify(store, never()).insert(List.of("1"));
    }

    private List<List<String>> batches() {
        return Mockito.mockingDetails(store).getInvocations().stream()
                .map(insert -> insert.<List<String>>getArgument(0))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Buffer<String> ingest(AssertableApplicationContext context) {
        return context.getBean("ingest", Buffer.class);
    }
}
