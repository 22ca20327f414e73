package io.github.buffer4j.spring.listener;

import io.github.buffer4j.spring.BufferLifecycle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ApplicationContextEvent;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Starts and stops the listeners with their application context.
 *
 * <p>When the context closes, waits for a next try end before the buffers end, and so do the listeners that handle no
 * more than what they have taken, and those of shared buffers, which go on for others: these give back what they have
 * not handled in their time. The others handle what is in their buffers. {@link LateListenerLifecycle} follows.
 * When the context pauses, all listeners stop, and those that ran start again with the context; those that outlast
 * their buffers pause and resume.
 */
public final class ListenerLifecycle
        implements SmartLifecycle, ApplicationListener<ApplicationEvent>, AopInfrastructureBean {

    /** Before the buffers end. */
    static final int PHASE = BufferLifecycle.PHASE + 1;

    /* A bean that each SpringApplication registers. */
    private static final String SPRING_APPLICATION = "springApplicationArguments";

    private final BufferListeners listeners;
    private final ApplicationContext context;
    private final List<ThreadedContainer> paused = new ArrayList<>();
    private volatile boolean running;

    /**
     * Creates a lifecycle.
     *
     * @param listeners the listeners
     * @param context their application context
     */
    public ListenerLifecycle(BufferListeners listeners, ApplicationContext context) {
        this.listeners = listeners;
        this.context = context;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof ContextRefreshedEvent refreshed && isOurs(refreshed)) {
            listeners.start(ListenerStart.REFRESH);
            if (!context.containsLocalBean(SPRING_APPLICATION)) {
                listeners.start(ListenerStart.STARTED);
                listeners.start(ListenerStart.READY);
            }
        } else if (event instanceof ApplicationStartedEvent started && started.getApplicationContext() == context) {
            listeners.start(ListenerStart.STARTED);
        } else if (event instanceof ApplicationReadyEvent ready && ready.getApplicationContext() == context) {
            listeners.start(ListenerStart.READY);
        }
    }

    private boolean isOurs(ApplicationContextEvent event) {
        return event.getApplicationContext() == context;
    }

    @Override
    public void start() {
        running = true;
        List<ThreadedContainer> toStart;
        synchronized (paused) {
            toStart = List.copyOf(paused);
            paused.clear();
        }
        toStart.stream()
                .filter(container -> listeners.get(container.spec().id()) == container)
                .forEach(ListenerLifecycle::startAgain);
    }

    private static void startAgain(ThreadedContainer container) {
        if (container.outlastsBuffer()) {
            container.resume();
        } else {
            container.start();
        }
    }

    @Override
    public void stop() {
        running = false;
        Collection<ThreadedContainer> containers = listeners.containers();
        listeners.startClock();
        if (listeners.isEnding()) {
            containers.forEach(ThreadedContainer::hurry);
            listeners.stop(containers.stream()
                    .filter(container -> container.stopsWithCurrent() || container.readsShared())
                    .toList());
        } else {
            List<ThreadedContainer> active =
                    containers.stream().filter(ThreadedContainer::isAtWork).toList();
            synchronized (paused) {
                paused.addAll(active);
            }
            active.stream().filter(ThreadedContainer::outlastsBuffer).forEach(ThreadedContainer::pause);
            listeners.stop(active.stream()
                    .filter(container -> !container.outlastsBuffer())
                    .toList());
        }
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
