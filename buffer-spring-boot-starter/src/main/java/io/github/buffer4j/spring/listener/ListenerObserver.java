package io.github.buffer4j.spring.listener;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Is told what a container does, for meters and observations. The methods must not throw. */
public interface ListenerObserver {

    /** Ignores everything. */
    ListenerObserver NONE = new ListenerObserver() {
        @Override
        public @Nullable Object call(List<?> items, Callable<@Nullable Object> call) throws Exception {
            return call.call();
        }

        @Override
        public boolean observesCalls() {
            return false;
        }

        @Override
        public void retried() {}

        @Override
        public void failed(Outcome outcome, int elements) {}
    };

    /**
     * Runs a call of the handler, until its result is there.
     *
     * @param items the elements, or their {@linkplain io.github.buffer4j.Envelope envelopes} if the handler takes
     *     envelopes or the buffer has a context carrier
     * @param call the call
     * @return the result of the call
     * @throws Exception what the call throws
     */
    @Nullable
    Object call(List<?> items, Callable<@Nullable Object> call) throws Exception;

    /**
     * Returns whether calls of the handler are to be run by {@link #call}. Asked once, when the container is created.
     *
     * @return whether calls are observed
     */
    default boolean observesCalls() {
        return true;
    }

    /**
     * Returns the observer that this one adds to.
     *
     * @return the other observer; this one if it adds to none
     */
    default ListenerObserver unwrapped() {
        return this;
    }

    /** Is told that an element or a batch is tried again. */
    void retried();

    /**
     * Is told of elements that were given up, or whose result was.
     *
     * @param outcome what has happened to them
     * @param elements the number of elements
     */
    void failed(Outcome outcome, int elements);

    /**
     * Is told of elements that came again, because they were leased before and not acknowledged. Does nothing by
     * default.
     *
     * @param elements the number of elements
     */
    default void redelivered(int elements) {}

    /**
     * Is told of elements whose lease had ended before it was acknowledged, so that they may be handled twice. Does
     * nothing by default.
     *
     * @param elements the number of elements
     */
    default void leaseEnded(int elements) {}

    /** What happens to elements whose last try has failed. */
    enum Outcome {

        /** A dead letter was written. */
        DEAD_LETTER,

        /** The buffer for dead letters was full or closed: the elements are lost. */
        DEAD_LETTER_LOST,

        /** The elements are lost. */
        DISCARDED,

        /** The elements are back in the buffer, and the container has stopped. */
        STOPPED,

        /** The elements are lost, and the buffer was closed with the exception. */
        CLOSED,

        /** The elements were handled, and the buffer for their results had ended. */
        TARGET_CLOSED;

        /**
         * Returns the value of the tag {@code outcome}.
         *
         * @return the name in lower case, with hyphens
         */
        public String tag() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
