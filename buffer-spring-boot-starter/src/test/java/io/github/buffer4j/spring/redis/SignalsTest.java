package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SignalsTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Signals signals = new Signals(0);

    /** The pool has one thread, which waits for what the second task does. */
    @Test
    void aPoolIsCompensatedForAThreadThatWaits() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        try {
            ForkJoinTask<Boolean> waiting = pool.submit(() -> awaitSignal(signals, MINUTE));
            await("the first task to wait").until(() -> signals.waits().waiting() == 1);
            ForkJoinTask<?> signal = pool.submit(signals::signalOne);
            signal.get(30, TimeUnit.SECONDS);
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aSignalBetweenTheLookAndTheWaitIsNotMissed() throws Exception {
        Signals.Wait wait = signals.new Wait();
        wait.look();
        signals.signalOne();
        wait.await(Signals.FOREVER);
        wait.end();
        assertThat(signals.waits().waiting()).isZero();
    }

    @Test
    void aLookForSafetyIsUsefulIfItFindsSomethingThatNoSignalHasAnnounced() throws Exception {
        Signals looking = new Signals(Duration.ofMillis(1).toNanos());
        Signals.Wait wait = looking.new Wait();
        wait.look();
        wait.await(Signals.FOREVER);
        wait.found(false);
        wait.look();
        wait.await(Signals.FOREVER);
        looking.signalOne();
        wait.found(false);
        wait.end();
        assertThat(looking.waits().looks()).isEqualTo(2);
        assertThat(looking.waits().usefulLooks()).isEqualTo(1);
    }

    private static boolean awaitSignal(Signals signals, long nanos) throws InterruptedException {
        Signals.Wait wait = signals.new Wait();
        wait.look();
        long seen = signals.count();
        wait.await(nanos);
        wait.end();
        return signals.count() != seen;
    }
}
