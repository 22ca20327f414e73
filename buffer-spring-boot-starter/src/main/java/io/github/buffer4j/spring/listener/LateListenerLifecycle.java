package io.github.buffer4j.spring.listener;

import io.github.buffer4j.spring.BufferLifecycle;
import java.util.Collection;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.context.SmartLifecycle;

/** Stops the threads of listeners that have not finished when all buffers have ended. */
public final class LateListenerLifecycle implements SmartLifecycle, AopInfrastructureBean {

    /** After the buffers have ended, and before the task executors stop. */
    static final int PHASE = BufferLifecycle.PHASE - 1;

    private final BufferListeners listeners;
    private final ListenerLifecycle lifecycle;
    private volatile boolean running;

    /**
     * Creates a lifecycle.
     *
     * @param listeners the listeners
     * @param lifecycle what stops before
     */
    public LateListenerLifecycle(BufferListeners listeners, ListenerLifecycle lifecycle) {
        this.listeners = listeners;
        this.lifecycle = lifecycle;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        Collection<ThreadedContainer> containers = listeners.containers();
        containers.forEach(ThreadedContainer::beginStop);
        containers.forEach(lifecycle::awaitStop);
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
