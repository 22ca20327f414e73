package io.github.buffer4j.spring;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.context.SmartLifecycle;

/**
 * Stops the checks of the {@link BufferMonitor} while the context is paused, and starts them again. Times without a
 * reader begin anew, because nobody has read meanwhile.
 */
public final class BufferMonitorLifecycle implements SmartLifecycle, AopInfrastructureBean {

    private final BufferMonitor monitor;
    private volatile boolean running;

    /**
     * Creates a lifecycle.
     *
     * @param monitor the monitor
     */
    public BufferMonitorLifecycle(BufferMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void start() {
        monitor.forget();
        monitor.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        monitor.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * Returns a phase above that of the end of the buffers.
     *
     * @return the phase
     */
    @Override
    public int getPhase() {
        return BufferLifecycle.PHASE + 2;
    }
}
