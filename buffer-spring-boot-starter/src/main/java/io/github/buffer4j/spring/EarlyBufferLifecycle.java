package io.github.buffer4j.spring;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.context.SmartLifecycle;

/**
 * Closes the buffers that requests read from for writing before the web server waits for its requests, so that these
 * see the end of the stream immediately. A lifecycle rather than an event listener, because events of a child context
 * also reach its parents.
 */
public final class EarlyBufferLifecycle implements SmartLifecycle, AopInfrastructureBean {

    private static final Log LOGGER = LogFactory.getLog(EarlyBufferLifecycle.class);

    private final BufferRegistry registry;
    private volatile boolean running;

    /**
     * Creates a lifecycle.
     *
     * @param registry the registry of the buffers
     */
    public EarlyBufferLifecycle(BufferRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void start() {
        registry.setEnding(false);
        running = true;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * Returns the highest phase, which stops first.
     *
     * @return the phase
     */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    /**
     * Returns that the buffers stay open while the context pauses, because they could not open again.
     *
     * @return false
     */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public void stop() {
        running = false;
        if (registry.isSuspended()) {
            return;
        }
        registry.setEnding(true);
        for (BufferEntry entry : registry.entries()) {
            if (entry.ending().early() && !entry.isShared()) {
                try {
                    entry.buffer().closeWrite();
                } catch (RuntimeException | LinkageError e) {
                    LOGGER.error("Writing to buffer '" + entry.name() + "' could not be ended", e);
                }
            }
        }
    }
}
