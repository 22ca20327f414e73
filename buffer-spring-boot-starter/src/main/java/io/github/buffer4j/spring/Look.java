package io.github.buffer4j.spring;

import io.github.buffer4j.BufferActivity;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.ReaderThread;
import io.github.buffer4j.ReaderThread.Activity;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a buffer has shown.
 *
 * @param stats its statistics
 * @param activity its threads; null if it does not know them
 * @param readersAtWork how many readers are at work, apart from the current thread
 * @param nanosSinceRead how long nothing has been read or discarded, 0 or more
 */
record Look(BufferStats stats, @Nullable BufferActivity activity, int readersAtWork, long nanosSinceRead) {

    /** Returns whether the buffer is empty and nobody has its elements in hand, apart from the current thread. */
    boolean isQuiet() {
        return stats.size() == 0 && holders().isEmpty();
    }

    /** Returns the other threads that have elements in hand, or a loop to leave before they have seen the end. */
    List<ReaderThread> holders() {
        return others().filter(reader -> reader.activity() == Activity.HANDLING
                        || (reader.looping() && stats.state().isTerminal()))
                .toList();
    }

    /** Returns the threads that wait in a queue view for elements that can no longer come. */
    List<Thread> parked() {
        return others().filter(reader -> reader.activity() == Activity.PARKED)
                .map(ReaderThread::thread)
                .toList();
    }

    List<Thread> readers() {
        return others().map(ReaderThread::thread).toList();
    }

    /**
     * Returns whether a thread apart from the current one might read what is in the buffer, as far as that is known.
     */
    boolean hasReader() {
        return stats.readersWaiting() > 0
                || (activity == null ? hasBeenRead() : others().findAny().isPresent());
    }

    boolean hasBeenRead() {
        return stats.read() + stats.discarded() > 0;
    }

    /** Returns whether an element has entered or left since an earlier look. */
    boolean hasMovedSince(Look earlier) {
        return stats.written() != earlier.stats.written()
                || stats.read() != earlier.stats.read()
                || stats.size() != earlier.stats.size();
    }

    private Stream<ReaderThread> others() {
        return activity == null
                ? Stream.of()
                : activity.readers().stream().filter(reader -> reader.thread() != Thread.currentThread());
    }
}
