package io.github.buffer4j;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** A sample of the threads that write to a buffer, and the last one that was refused. Guarded by the buffer's lock. */
final class WriterThreads {

    private boolean sampleDue;
    private @Nullable WeakReference<Thread> sample;
    private @Nullable WeakReference<Thread> refused;

    /** Notes that the current thread writes. */
    void writes() {
        if (sampleDue) {
            sampleDue = false;
            sample = new WeakReference<>(Thread.currentThread());
        }
    }

    /** Notes that the current thread was refused because the buffer is no longer open. */
    void refused() {
        if (refused == null || !refused.refersTo(Thread.currentThread())) {
            refused = new WeakReference<>(Thread.currentThread());
        }
    }

    /** Returns a thread that has written, and asks for the next one. */
    @Nullable
    Thread takeSample() {
        sampleDue = true;
        Thread thread = sample == null ? null : sample.get();
        return thread != null && thread.isAlive() ? thread : null;
    }

    /** Returns the last thread that was refused, dead or alive; null if there is none or it was collected. */
    @Nullable
    Thread lastRefused() {
        return refused == null ? null : refused.get();
    }
}
