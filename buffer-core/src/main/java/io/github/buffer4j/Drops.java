package io.github.buffer4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes elements that leave a buffer unread to its {@link DropListener}. They are collected while the lock is held;
 * {@link Batch#deliver()} calls the listener after its release.
 */
final class Drops<E> {

    private final DropListener<? super E> listener;
    private final ListenerFailures failures;
    private @Nullable Batch pending;

    Drops(String buffer, DropListener<? super E> listener) {
        this.listener = listener;
        this.failures = new ListenerFailures("Drop listener", buffer);
    }

    /** Adds elements of the buffer, all or none. Call with the buffer's lock held. */
    @SuppressWarnings("unchecked")
    void add(List<?> elements, DropReason reason) {
        if (pending == null) {
            pending = new Batch(reason, elements.size());
        }
        pending.elements.addAll((List<E>) elements);
    }

    /** Returns the elements that were added since the last call. Call with the buffer's lock held. */
    @Nullable
    Batch takePending() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    /** The elements that one operation dropped, all for the same reason. */
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
