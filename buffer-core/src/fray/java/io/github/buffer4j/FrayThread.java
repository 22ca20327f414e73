package io.github.buffer4j;

import org.jspecify.annotations.Nullable;

/** A thread of a scenario. An exception that its action throws, other than an interrupt, fails the schedule. */
final class FrayThread extends Thread {

    /** The code of a thread. */
    interface Action {
        @Nullable
        Object run() throws InterruptedException;
    }

    /** The outcome of an action that was interrupted. */
    static final String INTERRUPTED = "interrupted";

    private final Action action;
    private @Nullable Object outcome;

    private FrayThread(Action action) {
        this.action = action;
    }

    static FrayThread of(Action action) {
        FrayThread thread = new FrayThread(action);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        try {
            outcome = action.run();
        } catch (InterruptedException e) {
            outcome = INTERRUPTED;
        }
    }

    /** Waits until the thread has ended and returns the result of its action. */
    @Nullable
    Object outcome() throws InterruptedException {
        join();
        return outcome;
    }
}
