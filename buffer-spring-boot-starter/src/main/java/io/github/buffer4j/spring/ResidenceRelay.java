package io.github.buffer4j.spring;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferBuilder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/**
 * A {@linkplain BufferBuilder#residenceListener residence listener} that passes each sample on to any number of
 * receivers, which come and go while the buffer is in use. A buffer that is built with one has the meter {@code
 * buffer.residence} in every meter registry that its meters are bound to: see {@link Buffer#residenceListener()}. Each
 * buffer needs one of its own.
 *
 * <p>Safe for use by any number of threads. Receivers run on the thread that reads from the buffer, in the order in
 * which they were added; one that throws keeps the sample from those after it.
 */
public final class ResidenceRelay implements LongConsumer {

    private final List<LongConsumer> receivers = new CopyOnWriteArrayList<>();

    /** Creates a relay without receivers: samples go nowhere until one is added. */
    public ResidenceRelay() {}

    /**
     * Adds a receiver.
     *
     * @param receiver is given the nanoseconds that an element was in the buffer
     */
    public void add(LongConsumer receiver) {
        receivers.add(receiver);
    }

    /**
     * Removes a receiver.
     *
     * @param receiver the receiver
     * @return whether it was there
     */
    public boolean remove(LongConsumer receiver) {
        return receivers.remove(receiver);
    }

    @Override
    public void accept(long nanos) {
        for (LongConsumer receiver : receivers) {
            receiver.accept(nanos);
        }
    }
}
