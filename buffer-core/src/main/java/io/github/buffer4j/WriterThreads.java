package io.github.buffer4j;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** A sample of the threads that write to a buffer, and the last one that was refused. Guarded by the buffer's lock. */
final class WriterThreads {

    private boolean sampleDue;
    private @Nullable WeakReference<Thread> sample;
    private @Nullable WeakReference<Thread> refused;

    /** Records that the current thread writes. */
    void writes() {
        if (sampleDue) {
            sampleDue = false;
            sample = new WeakReference<>(Thread.currentThread());
        }
    }

    /** Records that the current thread was refused because the buffer is no longer open. */
    void refused() {
        if (refused == null || !refused.refersTo(Thread.currentThread())) {
            refused = new WeakReference<>(Thread.currentThread());
        }
    }

    /** Returns the sampled thread if it is alive, and requests a new sample. */
    @Nullable
    Thread takeSample() {
        sampleDue = true;
        Thread thread = sample == null ? null : sample.get();
        return thread != null && thread.isAlive() ? thread : null;
    }

    /** Returns the last thread that was refused, alive or not; null if there is none or it was garbage-collected. */
    @Nullable
    Thread lastRefused() {
        return refused == null ? null : refused.get();
    }
}
