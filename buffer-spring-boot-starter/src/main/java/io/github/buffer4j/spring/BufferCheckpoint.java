package io.github.buffer4j.spring;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the buffers open while a checkpoint of the process is taken (CRaC). Spring stops all lifecycles before a
 * checkpoint and starts them after the restore, in the same way as when a context stops and starts. Buffers survive
 * both with what they hold, because they could not open again; listeners and the monitor of the buffers stop and start.
 *
 * <p>Registered when the context starts, and therefore after Spring's own resource, which is notified later of a
 * checkpoint and earlier of a restore.
 */
public final class BufferCheckpoint implements Resource, SmartLifecycle, AopInfrastructureBean {

    private final BufferRegistry registry;
    private boolean registered;
    private volatile boolean running;

    /**
     * Creates a resource of the global context, in which it is registered once it is started.
     *
     * @param registry the registry of the buffers
     */
    public BufferCheckpoint(BufferRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        registry.setSuspended(true);
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        registry.setSuspended(false);
    }

    @Override
    public synchronized void start() {
        if (!registered) {
            Core.getGlobalContext().register(this);
            registered = true;
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
