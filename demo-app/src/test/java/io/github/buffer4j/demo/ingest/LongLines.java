package io.github.buffer4j.demo.ingest;

import java.util.HexFormat;
import java.util.Random;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stored lines whose export, which hardly compresses them, is more than the buffers of a connection take. */
final class LongLines {

    private static final int COUNT = 300;

    private LongLines() {}

    /* One by one, because the time of a statement is limited. */
    static void insertInto(JdbcClient database) {
        Random random = new Random(1);
        byte[] bytes = new byte[LineStore.MAX_LENGTH / 2];
        for (int i = 0; i < COUNT; i++) {
            random.nextBytes(bytes);
            database.sql("INSERT INTO log_line (content) VALUES (?)")
                    .param(HexFormat.of().formatHex(bytes))
                    .update();
        }
    }
}
