package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Envelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a container calls: a method or a handler. An item is an element, or an {@link Envelope} with its element. */
interface Invocation {

    /** Returns whether items are envelopes. */
    default boolean takesEnvelopes() {
        return false;
    }

    /** Returns whether it takes batches. */
    boolean takesBatches();

    /**
     * Handles the items.
     *
     * @param items exactly one item unless it takes batches
     */
    @Nullable
    Object invoke(List<?> items) throws Exception;

    /** Handles one item that is not in a batch. */
    @Nullable
    Object invoke(Object item) throws Exception;

    /** Called before threads are interrupted that have not finished in time. */
    default void beforeInterrupt() {}

    /** Returns the element of an item. */
    default Object element(Object item) {
        return takesEnvelopes() ? ((Envelope<?>) item).element() : item;
    }

    /** Returns what observers see of items: the elements, or their envelopes if the handler takes envelopes. */
    default List<?> observed(List<?> items) {
        return items;
    }

    /** Returns how often the element of an item was taken before, and not finished. */
    default int redeliveries(Object item) {
        return 0;
    }

    /** Returns an invocation that handles elements one by one. */
    static <E> Invocation of(ElementHandler<E> handler) {
        return new Invocation() {
            @Override
            public boolean takesBatches() {
                return false;
            }

            @Override
            public @Nullable Object invoke(List<?> items) throws Exception {
                return invoke(items.get(0));
            }

            @Override
            @SuppressWarnings("unchecked")
            public @Nullable Object invoke(Object item) throws Exception {
                return handler.handle((E) item);
            }

            @Override
            public void beforeInterrupt() {
                handler.beforeInterrupt();
            }
        };
    }

    /** Returns an invocation that handles batches of elements. */
    static <E> Invocation ofBatches(BatchHandler<E> handler) {
        return new Invocation() {
            @Override
            public boolean takesBatches() {
                return true;
            }

            @Override
            @SuppressWarnings("unchecked")
            public @Nullable Object invoke(List<?> items) throws Exception {
                return handler.handle((List<E>) items);
            }

            @Override
            public @Nullable Object invoke(Object item) throws Exception {
                return invoke(List.of(item));
            }
        };
    }
}
