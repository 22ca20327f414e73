package io.github.buffer4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes elements that leave a buffer unread to its {@link DropListener}: they are collected while the lock is held, and
 * the listener is called by {@link Batch#deliver()} after it was released.
 */
final class Drops<E> {

    private final DropListener<? super E> listener;
    private final ListenerFailures failures;
    private @Nullable Batch pending;

    Drops(String buffer, DropListener<? super E> listener) {
        this.listener = listener;
        this.failures = new ListenerFailures("Drop listener", buffer);
    }

    /** Notes elements, all or none. Call with the buffer's lock held. */
    void add(List<E> elements, DropReason reason) {
        if (pending == null) {
            pending = new Batch(reason, elements.size());
        }
        pending.elements.addAll(elements);
    }

    /** Returns what was noted since the last call. Call with the buffer's lock held. */
    @Nullable
    Batch takePending() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    /** What one operation dropped. One operation has one reason. */
    final class Batch {

        private final DropReason reason;
        private final List<E> elements;

        private Batch(DropReason reason, int size) {
            this.reason = reason;
            this.elements = new ArrayList<>(size);
        }

        /** Calls the listener for each element. Call without the lock. */
        void deliver() {
            for (int i = 0; i < elements.size(); i++) {
                try {
                    listener.onDrop(elements.get(i), reason);
                } catch (Throwable e) {
                    failures.log(e);
                }
            }
        }
    }
}
