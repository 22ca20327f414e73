package io.github.buffer4j.demo.ingest;

import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statement of an export, which another thread may cancel. The statement is not cancelled once {@link #end} has
 * returned, because some databases cancel whatever its connection executes at that moment.
 */
final class ExportQuery {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExportQuery.class);

    private @Nullable Statement statement;
    private boolean cancelled;

    /**
     * Registers the statement, before it is executed.
     *
     * @throws SQLException if the query has been cancelled
     */
    synchronized void begin(Statement statement) throws SQLException {
        if (cancelled) {
            throw new SQLException("The query was cancelled before its execution");
        }
        this.statement = statement;
    }

    synchronized void end() {
        statement = null;
    }

    /** Cancels the statement if it is in progress, and otherwise prevents that it begins. */
    synchronized void cancel() {
        cancelled = true;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOGGER.warn("The query of an export could not be cancelled: {}", e.getMessage());
            }
        }
    }
}
