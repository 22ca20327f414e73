package io.github.buffer4j.spring.executor;

/** What a {@link BufferTaskExecutor} does with a task if its queue is full. */
public enum WhenFull {

    /**
     * The caller waits for room. A thread of the same executor runs the task itself, because it would wait for room
     * that only it can make.
     */
    WAIT,

    /** The task is rejected. */
    REJECT,

    /** The caller runs the task. */
    CALLER_RUNS,

    /** The oldest task in the queue, which must be a ring, is cancelled. */
    OVERWRITE
}
