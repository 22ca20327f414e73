package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.executor.WhenFull;
import org.jspecify.annotations.Nullable;

/** The properties of a task executor, under {@code buffers.instances.<name>.executor}. */
class ExecutorProperties {

    private static final int DEFAULT_CONCURRENCY = 8;

    /** Maximum number of tasks that run at once, and of threads that take tasks. 1 or more. */
    private int concurrency = DEFAULT_CONCURRENCY;

    /** Kind of the threads. */
    private ListenerThreads threads = ListenerThreads.AUTO;

    /**
     * What happens to a task while the queue is full. If not set, wait for a block buffer, overwrite for a ring and
     * reject for a growable buffer.
     */
    private @Nullable WhenFull whenFull;

    /** Whether it is the executor of the application, in place of the one of Spring Boot. */
    private boolean applicationTaskExecutor;

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public ListenerThreads getThreads() {
        return threads;
    }

    public void setThreads(ListenerThreads threads) {
        this.threads = threads;
    }

    public @Nullable WhenFull getWhenFull() {
        return whenFull;
    }

    public void setWhenFull(@Nullable WhenFull whenFull) {
        this.whenFull = whenFull;
    }

    /** Returns what applies to a queue of a type. */
    WhenFull whenFull(BufferType type) {
        return whenFull == null ? type.whenFull().get(0) : whenFull;
    }

    public boolean isDefault() {
        return applicationTaskExecutor;
    }

    public void setDefault(boolean applicationTaskExecutor) {
        this.applicationTaskExecutor = applicationTaskExecutor;
    }
}
