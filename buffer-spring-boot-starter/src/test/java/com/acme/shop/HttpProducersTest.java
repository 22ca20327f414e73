package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** A web server with two threads whose requests wait for room in a buffer. */
@ShopProperties
@ActiveProfiles("management")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "buffers.instances.orders.capacity=1",
            "shop.max-wait=5m",
            "server.tomcat.threads.max=2",
            "server.tomcat.threads.min-spare=1",
            "management.server.port=0"
        })
class HttpProducersTest {

    static final int THREADS = 2;

    /* Replaces the reader, so that no element is read. */
    @MockitoBean
    OrderDesk desk;

    @Autowired
    BlockBuffer<Order> orders;

    @LocalServerPort
    int port;

    @LocalManagementPort
    int managementPort;

    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void emptyTheBuffer() {
        orders.reset();
    }

    @Test
    void theManagementPortAnswersWhileAllThreadsOfTheServerWait() throws Exception {
        orders.add(new Order(0));
        List<CompletableFuture<HttpResponse<String>>> posts = posts(THREADS);
        HttpResponse<String> buffer =
                client.send(request(managementPort, "/actuator/buffers/orders").build(), BodyHandlers.ofString());
        assertThat(buffer.statusCode()).isEqualTo(200);
        assertThat(buffer.body()).contains("\"waiting\":" + THREADS);
        assertAcceptedInTheEnd(posts);
    }

    @Test
    void aBufferThatHasEndedIsAnsweredAsAFullOne() throws InterruptedException {
        BlockBuffer<Order> ended = new BlockBuffer<>(1);
        ended.closeWrite();
        assertThat(new OrderController(ended, Duration.ofMinutes(5))
                        .post(new Order(1))
                        .getStatusCode())
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    }

    /** Sends posts and returns them once all are waiting. */
    List<CompletableFuture<HttpResponse<String>>> posts(int count) {
        List<CompletableFuture<HttpResponse<String>>> posts = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            posts.add(client.sendAsync(
                    request(port, "/orders")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"number\":" + number + "}"))
                            .build(),
                    BodyHandlers.ofString()));
        }
        await("all posts to wait for room")
                .atMost(Duration.ofMinutes(1))
                .until(() -> orders.stats().writersWaiting() == count);
        assertThat(posts).noneMatch(CompletableFuture::isDone);
        return posts;
    }

    void assertAcceptedInTheEnd(List<CompletableFuture<HttpResponse<String>>> posts) throws Exception {
        for (int i = 0; i < posts.size(); i++) {
            orders.next();
        }
        for (CompletableFuture<HttpResponse<String>> post : posts) {
            assertThat(post.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(202);
        }
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(request(port, path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofMinutes(2));
    }
}
