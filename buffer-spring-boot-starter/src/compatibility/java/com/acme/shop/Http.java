package com.acme.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Requests to this application itself, which must be answered with the expected status. */
final class Http {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    Http(int port) {
        url = "http://localhost:" + port;
    }

    String get(String path) throws IOException, InterruptedException {
        return send(200, request("GET", path));
    }

    void post(int status, String path) throws IOException, InterruptedException {
        send(status, request("POST", path));
    }

    String delete(int status, String path) throws IOException, InterruptedException {
        return send(status, request("DELETE", path));
    }

    String delete(int status, String path, String user, String password) throws IOException, InterruptedException {
        byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return send(
                status,
                request("DELETE", path)
                        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login)));
    }

    private HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofMinutes(1));
    }

    private String send(int status, HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != status) {
            throw new IllegalStateException(request.method() + " "
                    + request.uri().getPath() + " is " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }
}
