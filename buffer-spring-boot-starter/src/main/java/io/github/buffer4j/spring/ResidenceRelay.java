package io.github.buffer4j.spring;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferBuilder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/**
 * A {@linkplain BufferBuilder#residenceListener residence listener} that forwards each sample to any number of
 * receivers, which may be added and removed while the buffer is in use. A buffer built with a relay has the meter
 * {@code buffer.residence} in every meter registry that its meters are bound to: see {@link
 * Buffer#residenceListener()}. Each buffer needs its own relay.
 *
 * <p>Safe for use by any number of threads. Receivers run on the thread that reads from the buffer, in the order in
 * which they were added. If one throws, the receivers after it do not get the sample.
 */
public final class ResidenceRelay implements LongConsumer {

    private final List<LongConsumer> receivers = new CopyOnWriteArrayList<>();

    /** Creates a relay without receivers. Samples are ignored until a receiver is added. */
    public ResidenceRelay() {}

    /**
     * Adds a receiver.
     *
     * @param receiver accepts the time, in nanoseconds, that an element spent in the buffer
     */
    public void add(LongConsumer receiver) {
        receivers.add(receiver);
    }

    /**
     * Removes a receiver.
     *
     * @param receiver the receiver
     * @return whether the receiver was registered
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
