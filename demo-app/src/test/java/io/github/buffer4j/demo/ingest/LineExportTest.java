package io.github.buffer4j.demo.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoTest;
import io.github.buffer4j.demo.StoredLines;
import io.github.buffer4j.spring.test.BufferTester;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@DemoTest
class LineExportTest {

    private final DemoClient client;
    private final StoredLines stored;

    LineExportTest(@LocalServerPort int port, @Autowired JdbcClient database, @Autowired BufferTester buffers) {
        this.client = new DemoClient(port);
        this.stored = new StoredLines(database, buffers);
    }

    @BeforeEach
    void empty() {
        stored.awaitAll();
        stored.clear();
    }

    @Test
    void everyLineThatWasPostedIsExportedInOrder() throws Exception {
        List<String> lines = IntStream.range(0, 20_000)
                .mapToObj(i -> i % 10 == 0 ? "" : " größe\t\ud83d\udcc8 " + i)
                .toList();
        assertThat(client.post(String.join("\n", lines) + "\n").statusCode()).isEqualTo(202);
        stored.awaitAll();
        try (ExportClient export = new ExportClient(client.port())) {
            assertThat(export.status()).isEqualTo(200);
            assertThat(export.header("Content-Type")).isEqualTo("application/gzip");
            assertThat(export.header("Content-Disposition")).isEqualTo("attachment; filename=\"lines.txt.gz\"");
            assertThat(export.header("Content-Encoding")).isEmpty();
            assertThat(export.lines()).isEqualTo(lines);
        }
    }

    @Test
    void nothingIsExportedAsAnEmptyFile() throws Exception {
        try (ExportClient export = new ExportClient(client.port())) {
            assertThat(export.status()).isEqualTo(200);
            assertThat(export.lines()).isEmpty();
        }
    }
}
