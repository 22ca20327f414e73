package io.github.buffer4j.spring.listener;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** The changes of the state of a container, which are noted under its lock and told in their order without it. */
final class Transitions {

    private static final Log LOGGER = LogFactory.getLog(BufferListeners.class);

    private final String id;
    private final Consumer<ListenerState> listener;
    private final ReentrantLock notifying = new ReentrantLock();
    private final Queue<ListenerState> untold = new ArrayDeque<>();
    private ListenerState last = ListenerState.STOPPED;

    /**
     * Creates transitions.
     *
     * @param id the id of the container
     * @param listener is notified of each new state
     */
    Transitions(String id, Consumer<ListenerState> listener) {
        this.id = id;
        this.listener = listener;
    }

    /** Notes the current state. */
    synchronized void note(ListenerState state) {
        if (state != last) {
            last = state;
            untold.add(state);
        }
    }

    /** Notifies the listener of what was noted. A listener that changes the state is notified when it has returned. */
    void notifyListener() {
        if (notifying.isHeldByCurrentThread()) {
            return;
        }
        while (hasUntold() && notifying.tryLock()) {
            try {
                for (ListenerState state = next(); state != null; state = next()) {
                    notifyListener(state);
                }
            } finally {
                notifying.unlock();
            }
        }
    }

    private void notifyListener(ListenerState state) {
        try {
            listener.accept(state);
        } catch (Throwable e) {
            LOGGER.error("A listener failed when notified that '" + id + "' is " + state, e);
        }
    }

    private synchronized boolean hasUntold() {
        return !untold.isEmpty();
    }

    private synchronized @Nullable ListenerState next() {
        return untold.poll();
    }
}
