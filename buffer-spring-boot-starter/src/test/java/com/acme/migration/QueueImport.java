package com.acme.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Stores rows while they are read, through a queue of the JDK. */
// docs/migration.md
final class QueueImport {

    private static final Row END = new Row(-1); // the poison pill

    private final BlockingQueue<Row> rows = new ArrayBlockingQueue<>(1_000);

    void read(Iterable<Row> source) throws InterruptedException {
        try {
            for (Row row : source) {
                rows.put(row);
            }
        } finally {
            rows.put(END); // also if the source fails: its failure looks like the end
        }
    }

    void store(Store store) throws InterruptedException {
        boolean more = true;
        while (more) {
            List<Row> batch = new ArrayList<>();
            batch.add(rows.take());
            rows.drainTo(batch, 99);
            more = !batch.remove(END);
            if (!batch.isEmpty()) {
                store.insert(batch); // if it throws, nobody takes, and read waits for ever
            }
        }
    }
}
// end
