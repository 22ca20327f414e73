package io.github.buffer4j.demo.web;

import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@DemoTest
class ForeignSiteTest {

    private final DemoClient client;
    private final BlockBuffer<String> ingest;

    ForeignSiteTest(@LocalServerPort int port, @Autowired BlockBuffer<String> ingest) {
        this.client = new DemoClient(port);
        this.ingest = ingest;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "127.0.0.1",
                "127.0.0.1:1",
                "[::1]:8080",
                "demo.example",
                "demo.Example:80",
                "[2001:db8::1]"
            })
    void aKnownHostIsAnswered(String host) throws IOException {
        assertThat(get(host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "demo.example.",
                "127.0.0.2",
                "127.1",
                "[::2]",
                "192.168.0.1:8080"
            })
    void aForeignHostIsRefused(String host) throws IOException {
        assertThat(get(host)).startsWith("HTTP/1.1 421").contains("application/problem+json", "demo.hosts");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, http://localhost:1",
        "Origin, null",
        "Origin, http://[",
        "Origin, nonsense"
    })
    void aForeignPageChangesNothing(String header, String value) throws Exception {
        long written = ingest.stats().written();
        assertRefused(client.request("/lines").header(header, value).POST(BodyPublishers.ofString("a\n")));
        assertRefused(client.request("/actuator/buffers/vitals", "operator", DemoTest.PASSWORD)
                .header(header, value)
                .DELETE());
        assertRefused(client.request("/alerts").header(header, value));
        assertRefused(client.request("/lines/live").header(header, value));
        assertRefused(client.request("/lines/export").header(header, value));
        assertThat(ingest.stats().written()).isEqualTo(written);
    }

    @Test
    void anOwnPageMayChangeThings() throws Exception {
        for (String site : new String[] {"same-origin", "none"}) {
            HttpResponse<String> response = client.send(client.request("/lines")
                    .header("Sec-Fetch-Site", site)
                    .header("Origin", "http://localhost:" + client.port())
                    .POST(BodyPublishers.ofString("a\n")));
            assertThat(response.statusCode()).isEqualTo(202);
        }
    }

    @Test
    void aForeignPageMayReadButItsBrowserWithholdsTheResponse() throws Exception {
        HttpResponse<String> response = client.send(client.request("/vitals").header("Sec-Fetch-Site", "cross-site"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    private void assertRefused(HttpRequest.Builder request) throws Exception {
        assertThat(problem(403, client.send(request)).get("detail").asString()).contains("other sites");
    }

    private String get(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), client.port())) {
            String request = "GET /vitals HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
