package io.github.buffer4j.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP client of a running demo. */
public final class DemoClient {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int port;

    public DemoClient(int port) {
        this.port = port;
    }

    public int port() {
        return port;
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    public HttpResponse<String> post(String text) throws IOException, InterruptedException {
        return post("text/plain", BodyPublishers.ofString(text));
    }

    public HttpResponse<String> post(@Nullable String contentType, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/lines").POST(body);
        return send(contentType == null ? request : request.header("Content-Type", contentType));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    public HttpRequest.Builder request(String path, String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return request(path)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    public static JsonNode json(HttpResponse<String> response) {
        return new JsonMapper().readTree(response.body());
    }

    /** Returns the body of a response, which must be a problem detail with this status. */
    public static JsonNode problem(int status, HttpResponse<String> response) {
        if (response.statusCode() != status
                || !response.headers().firstValue("Content-Type").orElse("").equals("application/problem+json")) {
            throw new AssertionError(response + " " + response.headers().map() + " " + response.body());
        }
        return json(response);
    }
}
