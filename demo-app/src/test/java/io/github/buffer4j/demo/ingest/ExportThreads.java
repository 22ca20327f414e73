package io.github.buffer4j.demo.ingest;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** The threads that write exports. */
final class ExportThreads {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private ExportThreads() {}

    /** Waits until that many exports have filled their pipes. */
    static void awaitBlocked(int count) {
        await("the exports to wait for their clients")
                .atMost(PATIENCE)
                .until(() -> alive().stream()
                                .filter(thread -> thread.getState() == Thread.State.WAITING)
                                .count()
                        == count);
    }

    static void awaitNone() {
        await("the exports to end").atMost(PATIENCE).until(() -> alive().isEmpty());
    }

    private static List<Thread> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("export-"))
                .toList();
    }
}
