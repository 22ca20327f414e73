package com.acme.migration;

import io.github.buffer4j.BlockBuffer;
import java.time.Duration;
import java.util.List;

/** Stores rows that several threads publish, through a buffer. */
// docs/migration.md
final class BufferJournal {

    private final BlockBuffer<Row> rows = new BlockBuffer<>(1024);
    private final Store store;

    BufferJournal(Store store) {
        this.store = store;
    }

    void publish(Row row) throws InterruptedException {
        rows.add(row); // if the store has failed, it throws BufferClosedException with the cause
    }

    void work() throws InterruptedException { // in a thread of your own
        try {
            List<Row> batch = rows.readBatch(1024, Duration.ZERO);
            while (!batch.isEmpty()) {
                store.insert(batch);
                batch = rows.readBatch(1024, Duration.ZERO);
            }
        } catch (Throwable e) {
            rows.closeWithError(e);
            throw e;
        }
    }

    boolean stop() throws InterruptedException {
        rows.closeWrite(); // publish fails from now on, work gets what is left
        return rows.awaitIdle(Duration.ofSeconds(10)); // true once all rows are stored
    }
}
// end
