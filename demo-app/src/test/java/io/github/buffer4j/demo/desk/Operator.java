package io.github.buffer4j.demo.desk;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The requests of an operator. */
final class Operator {

    private Operator() {}

    static HttpResponse<String> send(DemoClient client, String method, String path, @Nullable String body)
            throws Exception {
        return client.send(client.request(path, "operator", DemoTest.PASSWORD)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }
}
