package io.github.buffer4j.spring.pipeline;

import io.github.buffer4j.spring.BufferLifecycle;
import org.springframework.context.SmartLifecycle;

/** A daemon thread that writes to buffers. It is asked to end, and waited for, before the buffers end. */
abstract class StoppableThread implements SmartLifecycle {

    private final Thread thread = new Thread(this::run, "producer");
    private volatile boolean stopped;

    abstract void run();

    final boolean isStopped() {
        return stopped;
    }

    @Override
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    @Override
    public int getPhase() {
        return BufferLifecycle.PHASE + 1;
    }
}
