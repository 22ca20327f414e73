package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The lines in the database of a running demo. All tests share one context, and so the database. */
public final class StoredLines {

    private final DemoClient client;
    private final JdbcClient database;

    public StoredLines(DemoClient client, JdbcClient database) {
        this.client = client;
        this.database = database;
    }

    /** Waits until all lines that were posted before are stored: lines are stored in order. */
    public void awaitEarlierLines() throws Exception {
        assertThat(client.post("last").statusCode()).isEqualTo(202);
        await("the lines of other tests to be stored")
                .until(() -> count("SELECT COUNT(*) FROM log_line WHERE content = 'last'") > 0);
    }

    public void clear() {
        database.sql("DELETE FROM log_line").update();
    }

    public int count() {
        return count("SELECT COUNT(*) FROM log_line");
    }

    private int count(String query) {
        return database.sql(query).query(Integer.class).single();
    }
}
