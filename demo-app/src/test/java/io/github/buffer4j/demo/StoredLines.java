package io.github.buffer4j.demo;

import io.github.buffer4j.spring.test.BufferTester;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The lines in the database of a running demo. All tests share one context, and so the database. */
public final class StoredLines {

    private final JdbcClient database;
    private final BufferTester buffers;

    public StoredLines(JdbcClient database, BufferTester buffers) {
        this.database = database;
        this.buffers = buffers;
    }

    /** Waits until all lines that were accepted are stored. */
    public void awaitAll() {
        buffers.awaitDrained("ingest");
    }

    public void clear() {
        database.sql("DELETE FROM log_line").update();
    }

    public int count() {
        return database.sql("SELECT COUNT(*) FROM log_line")
                .query(Integer.class)
                .single();
    }
}
