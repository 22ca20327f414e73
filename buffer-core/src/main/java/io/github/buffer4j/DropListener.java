package io.github.buffer4j;

/**
 * A listener for elements that leave a {@link Buffer} without being read: to release what the element holds, to keep it
 * elsewhere, or to log it.
 *
 * <p>It is called by the thread whose call dropped the element, after that call has completed its work and without any
 * lock held, so it may call the buffer. (A listener that writes each dropped element to the same full ring drops
 * another one each time and never ends.) The elements of one call are passed in order, oldest first; those of
 * concurrent calls may be passed concurrently. An exception of the listener is logged and not propagated.
 *
 * @param <E> the type of the elements
 * @since 0.1.0
 */
@FunctionalInterface
public interface DropListener<E> {

    /**
     * Called for each element that left unread.
     *
     * @param element the element that was dropped
     * @param reason why it was dropped
     */
    void onDrop(E element, DropReason reason);
}
