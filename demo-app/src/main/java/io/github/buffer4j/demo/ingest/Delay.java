package io.github.buffer4j.demo.ingest;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * A pause before each call of a consumer, which simulates a slow one. The bean is that of the listener {@code store},
 * which is no longer delayed once the application shuts down: it has to drain its buffer in time.
 */
@Component
public final class Delay {

    /** The longest pause, in milliseconds. */
    public static final int MAX_MILLIS = 1000;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int millis;

    /** Returns the pause in milliseconds. */
    public int millis() {
        return millis;
    }

    /**
     * Sets the pause for the next calls.
     *
     * @param millis the pause in milliseconds, 0 to {@value #MAX_MILLIS}
     * @throws IllegalArgumentException if it is out of range
     */
    public void set(int millis) {
        if (millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException("The delay must be 0 to " + MAX_MILLIS + " ms, but is " + millis);
        }
        this.millis = millis;
    }

    /** Waits until the pause is over, the application shuts down or the thread is interrupted. Keeps the interrupt. */
    public void pause() {
        int millis = this.millis;
        if (millis > 0) {
            try {
                ended.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the current pause and omits those that follow. */
    void end() {
        ended.countDown();
    }
}
