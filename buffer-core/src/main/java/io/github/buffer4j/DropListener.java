package io.github.buffer4j;

/**
 * Told of every element that leaves a {@link Buffer} without being read: to release what the element holds, to keep it
 * elsewhere, or to log it.
 *
 * <p>It is called by the thread whose call dropped the element, after that call has done its work and without any lock
 * held, so it may call the buffer; but a listener that writes each dropped element into the same full ring drops
 * another one each time and never ends. The elements of one call come in order, oldest first; those of concurrent
 * calls may come concurrently. An exception is logged and goes no further.
 *
 * @param <E> the type of the elements
 */
@FunctionalInterface
public interface DropListener<E> {

    /**
     * Handles one element that left unread.
     *
     * @param element the element that was dropped
     * @param reason why
     */
    void onDrop(E element, DropReason reason);
}
