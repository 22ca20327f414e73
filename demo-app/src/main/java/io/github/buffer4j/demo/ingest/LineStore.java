package io.github.buffer4j.demo.ingest;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** The table of lines. */
@Repository
class LineStore {

    /** The width of the column, in characters. */
    static final int MAX_LENGTH = 100_000;

    private static final int ROWS_AT_ONCE = 100;
    private static final String MATCHING = "FROM log_line WHERE content LIKE ? ESCAPE '!'";

    private final JdbcClient client;
    private final JdbcOperations batches;
    private final JdbcTemplate rows;
    private final TransactionOperations transaction;

    LineStore(JdbcClient client, JdbcOperations batches, DataSource database, TransactionOperations transaction) {
        this.client = client;
        this.batches = batches;
        this.rows = rows(database);
        this.transaction = transaction;
    }

    /* Without a time-out, since a query takes as long as its rows are read; those of other statements outlive them. */
    private static JdbcTemplate rows(DataSource database) {
        JdbcTemplate rows = new JdbcTemplate(database);
        rows.setFetchSize(ROWS_AT_ONCE);
        rows.setQueryTimeout(0);
        return rows;
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

    /**
     * Passes all lines in order of insertion to an action, while they are read. Must be called within a transaction,
     * without which some databases return all rows at once.
     */
    void forEachLine(ExportQuery query, Consumer<String> action) {
        rows.execute("SELECT content FROM log_line ORDER BY id", (PreparedStatement statement) -> {
            query.begin(statement);
            try (ResultSet lines = statement.executeQuery()) {
                while (lines.next()) {
                    action.accept(lines.getString(1));
                }
                return true;
            } finally {
                query.end();
            }
        });
    }
}
