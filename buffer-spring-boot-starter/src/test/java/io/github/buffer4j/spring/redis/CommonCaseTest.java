package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The common cases of the scripts signal what the scripts behind them signal. */
@NeedsRedis
@Timeout(120)
class CommonCaseTest {

    private final String prefix = Clients.newPrefix();
    private final RedisBuffer<String> here = attach(Clients.standalone());
    private final RedisBuffer<String> there = attach(Clients.other());

    private RedisBuffer<String> attach(Clients clients) {
        return clients.<String>builder(prefix, "orders").block(1);
    }

    /* The first command of a client is no common case. */
    @BeforeEach
    void useBothClients() throws InterruptedException {
        for (RedisBuffer<String> buffer : List.of(here, there)) {
            for (int i = 0; i < 2; i++) {
                buffer.add("a");
                assertThat(buffer.next()).isEqualTo("a");
            }
        }
    }

    @Test
    void aReadWakesAWriterOfAnotherClient() throws Exception {
        here.add("a");
        FutureTask<Boolean> writer = new FutureTask<>(() -> there.offer("b", Duration.ofDays(1)));
        new Thread(writer).start();
        await().until(() -> there.clientStats().writersWaiting(), number -> number == 1);
        assertThat(here.next()).isEqualTo("a");
        assertThat(writer.get(30, TimeUnit.SECONDS)).isTrue();
        here.close();
    }

    @Test
    void aWriteWakesAReaderOfAnotherClient() throws Exception {
        FutureTask<String> reader = new FutureTask<>(there::next);
        new Thread(reader).start();
        await().until(() -> there.clientStats().readersWaiting(), number -> number == 1);
        here.add("a");
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo("a");
        here.close();
    }
}
