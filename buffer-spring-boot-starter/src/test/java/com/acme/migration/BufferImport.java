package com.acme.migration;

import io.github.buffer4j.BlockBuffer;
import java.time.Duration;
import java.util.List;

/** Stores rows while they are read, through a buffer. */
// docs/migration.md
final class BufferImport {

    private final BlockBuffer<Row> rows = new BlockBuffer<>(1_000);

    void read(Iterable<Row> source) throws InterruptedException {
        try {
            for (Row row : source) {
                rows.add(row);
            }
            rows.closeWrite(); // store gets what is left, then the end
        } catch (Throwable e) {
            rows.closeWrite(e); // store gets what is left, then the cause
            throw e;
        }
    }

    void store(Store store) throws InterruptedException {
        try {
            List<Row> batch = rows.readBatch(100, Duration.ZERO);
            while (!batch.isEmpty()) {
                store.insert(batch);
                batch = rows.readBatch(100, Duration.ZERO);
            }
        } catch (Throwable e) {
            rows.closeWithError(e); // read gets the cause
            throw e;
        }
    }
}
// end
