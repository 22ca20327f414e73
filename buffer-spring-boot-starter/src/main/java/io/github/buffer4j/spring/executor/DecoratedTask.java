package io.github.buffer4j.spring.executor;

/**
 * A task in the queue of an executor with a decorator.
 *
 * @param task the task that was handed in
 * @param decorated what runs
 */
record DecoratedTask(Runnable task, Runnable decorated) implements Runnable {

    @Override
    public void run() {
        decorated.run();
    }
}
