package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.tomcat.TomcatWebServer;

/** After many requests the demo holds no more threads and connections than after the first ones. */
@Tag("evidence")
class LongRunTest {

    private static final int REQUESTS = 4000;
    private static final int WARM_UP = 500;
    /* Allows for threads of the HTTP client and the web server whose number varies with the load. */
    private static final int SLACK = 10;

    @TempDir
    Path directory;

    private final Ledger ledger = new Ledger();

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void manyRequestsOneAfterTheOtherLeaveNothingBehind() throws Exception {
        try (DemoServer demo = new DemoServer(directory)) {
            DemoClient client = new DemoClient(demo.port());
            for (int i = 0; i < WARM_UP; i++) {
                request(client, i);
            }
            int threads = threads();
            for (int i = WARM_UP; i < REQUESTS; i++) {
                request(client, i);
            }
            assertThat(threads()).isLessThanOrEqualTo(threads + SLACK);
            assertThat(openConnections(demo)).isLessThanOrEqualTo(SLACK);
            HikariPoolMXBean pool = demo.bean(HikariDataSource.class).getHikariPoolMXBean();
            await("all connections to be returned").until(() -> pool.getActiveConnections() == 0);
            assertThat(ledger.accepted()).isEqualTo((REQUESTS + 2) / 3);
            ledger.assertBalanced(demo);
        }
    }

    private void request(DemoClient client, int number) throws Exception {
        switch (number % 3) {
            case 0 -> {
                String mark = ledger.newMark();
                HttpResponse<String> response = client.post(Ledger.text(mark, 1));
                assertThat(response.statusCode()).isEqualTo(202);
                assertThat(ledger.book(mark, response.body())).isOne();
            }
            case 1 -> assertThat(client.get("/lines?limit=1").statusCode()).isEqualTo(200);
            default ->
                assertThat(client.get("/actuator/buffers/ingest").statusCode()).isEqualTo(200);
        }
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long openConnections(DemoServer demo) {
        return demo.webServer() instanceof TomcatWebServer tomcat
                        && tomcat.getTomcat().getConnector().getProtocolHandler()
                                instanceof AbstractProtocol<?> protocol
                ? protocol.getConnectionCount()
                : Long.MAX_VALUE;
    }
}
