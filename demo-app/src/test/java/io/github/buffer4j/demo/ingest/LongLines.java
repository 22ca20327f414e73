package io.github.buffer4j.demo.ingest;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Stored lines whose export, which hardly compresses them, is more than the buffers of a connection take. */
final class LongLines {

    private static final int COUNT = 300;

    private LongLines() {}

    static void insertInto(JdbcClient database) {
        database.sql("INSERT INTO log_line (content) SELECT RAWTOHEX(SECURE_RAND(50000)) FROM SYSTEM_RANGE(1, ?)")
                .param(COUNT)
                .update();
    }
}
