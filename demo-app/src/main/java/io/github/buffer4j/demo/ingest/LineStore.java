package io.github.buffer4j.demo.ingest;

import java.util.List;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** The table of lines. */
@Repository
class LineStore {

    /** The width of the column, in characters. */
    static final int MAX_LENGTH = 100_000;

    private static final String MATCHING = "FROM log_line WHERE content LIKE ? ESCAPE '!'";

    private final JdbcClient client;
    private final JdbcOperations batches;
    private final TransactionOperations transaction;

    LineStore(JdbcClient client, JdbcOperations batches, TransactionOperations transaction) {
        this.client = client;
        this.batches = batches;
        this.transaction = transaction;
    }

    /** Inserts all lines in one transaction. */
    void insert(List<String> lines) {
        transaction.executeWithoutResult(status -> batches.batchUpdate(
                "INSERT INTO log_line (content) VALUES (?)",
                lines,
                lines.size(),
                (statement, line) -> statement.setString(1, line)));
    }

    FoundLines find(String contains, int limit) {
        String pattern = "%" + contains.replaceAll("[!%_]", "!$0") + "%";
        long count = client.sql("SELECT COUNT(*) " + MATCHING)
                .param(pattern)
                .query(Long.class)
                .single();
        List<String> lines = client.sql("SELECT content " + MATCHING + " ORDER BY id")
                .param(pattern)
                .withMaxRows(limit)
                .query(String.class)
                .list();
        return new FoundLines(count, lines);
    }
}
