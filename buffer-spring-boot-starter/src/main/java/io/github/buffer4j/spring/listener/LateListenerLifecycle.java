package io.github.buffer4j.spring.listener;

import io.github.buffer4j.spring.BufferLifecycle;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.context.SmartLifecycle;

/**
 * Stops the threads of listeners that have not finished when all buffers have ended. Does not depend on {@link
 * ListenerLifecycle}, because a lifecycle stops after those that depend on it, whatever their phases.
 */
public final class LateListenerLifecycle implements SmartLifecycle, AopInfrastructureBean {

    /** After the buffers have ended, and before the task executors stop. */
    static final int PHASE = BufferLifecycle.PHASE - 1;

    private final BufferListeners listeners;
    private volatile boolean running;

    /**
     * Creates a lifecycle.
     *
     * @param listeners the listeners
     */
    public LateListenerLifecycle(BufferListeners listeners) {
        this.listeners = listeners;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        listeners.startClock();
        if (listeners.isSuspended()) {
            listeners.awaitPauses();
            return;
        }
        listeners.containers().forEach(ThreadedContainer::bufferHasEnded);
        listeners.stop(listeners.containers());
        listeners.stopClock();
    }

    /**
     * Returns false: a context that is paused may be closed, and threads may still be working.
     *
     * @return false
     */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
