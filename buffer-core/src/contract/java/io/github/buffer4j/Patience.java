package io.github.buffer4j;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long a test waits for an event that must happen: minutes, because a slow machine is not a failure. A broken test
 * takes that long to fail, so runs with seeded bugs reduce the limit by the system property {@code
 * buffer4j.test.patience}, in milliseconds.
 */
public final class Patience implements LauncherSessionListener {

    static final Duration LIMIT = Duration.ofMillis(Long.getLong("buffer4j.test.patience", 120_000));

    /** Returns the result of a task that must end. */
    static <T> T result(Future<T> task) throws InterruptedException, ExecutionException, TimeoutException {
        return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LIMIT);
    }
}
