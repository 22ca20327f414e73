package io.github.buffer4j.demo.ingest;

import java.sql.Connection;
import java.util.concurrent.Semaphore;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/** A database trigger that blocks each insert until it is released, like a lost disk or network. */
public final class HangingTrigger implements Trigger {

    static final String DEFINITION =
            "CREATE TRIGGER hang BEFORE INSERT ON log_line CALL '" + HangingTrigger.class.getName() + "'";

    private static final Semaphore PERMITS = new Semaphore(0);

    static void release() {
        PERMITS.release(1_000_000);
    }

    @Override
    public void fire(Connection connection, Object @Nullable [] before, Object @Nullable [] after) {
        PERMITS.acquireUninterruptibly();
    }
}
