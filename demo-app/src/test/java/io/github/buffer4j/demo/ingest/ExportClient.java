package io.github.buffer4j.demo.ingest;

import io.github.buffer4j.demo.DemoClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A client that reads an export when it is asked to. Closing it disconnects. */
final class ExportClient implements AutoCloseable {

    private final HttpResponse<InputStream> response;

    ExportClient(int port) throws IOException, InterruptedException {
        this.response = HttpClient.newHttpClient()
                .send(new DemoClient(port).request("/lines/export").build(), BodyHandlers.ofInputStream());
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    InputStream body() {
        return response.body();
    }

    /** Returns the lines of the rest of the body, which must be UTF-8 with a line feed at the end of each. */
    List<String> lines() throws IOException {
        String text = new String(new GZIPInputStream(response.body()).readAllBytes(), StandardCharsets.UTF_8);
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
