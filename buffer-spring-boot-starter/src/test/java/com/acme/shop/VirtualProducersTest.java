package com.acme.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.test.context.ActiveProfiles;

/** The same with virtual threads: a waiting request does not occupy a thread of the server. */
@EnabledForJreRange(min = JRE.JAVA_21)
@ActiveProfiles("virtual")
class VirtualProducersTest extends HttpProducersTest {

    @Test
    void otherRequestsAreAnsweredWhileManyWait() throws Exception {
        orders.add(new Order(0));
        List<CompletableFuture<HttpResponse<String>>> posts = posts(10 * THREADS);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
        assertAcceptedInTheEnd(posts);
    }
}
