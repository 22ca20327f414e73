package io.github.buffer4j.spring;

import io.github.buffer4j.BufferActivity;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.ReaderThread;
import io.github.buffer4j.ReaderThread.Activity;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An observation of a buffer.
 *
 * @param stats its statistics
 * @param activity its threads; null if the buffer does not track them
 * @param readersAtWork the number of active readers other than the current thread
 * @param nanosSinceRead the time since the last read or discard, 0 or more
 * @param nanosUnread the time for which elements have been present and none was read or discarded, 0 or more
 * @param nanosFull the time for which each observation has found the buffer full, 0 or more
 * @param consumers the consumers of the buffer, with what they do now
 */
record Look(
        BufferStats stats,
        @Nullable BufferActivity activity,
        int readersAtWork,
        long nanosSinceRead,
        long nanosUnread,
        long nanosFull,
        List<BufferConsumer> consumers) {

    boolean isOpen() {
        return stats.state() == BufferState.OPEN;
    }

    /** Returns whether the buffer is empty and no thread other than the current one is processing its elements. */
    boolean isQuiet() {
        return stats.size() == 0 && !isHeld();
    }

    /**
     * Returns the other threads that are processing elements, or are in a loop and have not seen the end of the stream,
     * without those that may do so after the end of the buffer.
     */
    List<ReaderThread> holders() {
        return others().filter(reader -> reader.activity() == Activity.HANDLING
                        || (reader.looping() && stats.state().isTerminal()))
                .filter(reader -> !isOutlasting(reader))
                .toList();
    }

    /** Returns whether an element is being processed. */
    boolean isHeld() {
        return !holders().isEmpty()
                || consumers.stream().anyMatch(consumer -> !consumer.outlastsBuffer() && consumer.isBusy());
    }

    /**
     * Returns whether a thread is handling what it has taken from this buffer, and may do so after the end of the
     * buffer. A thread that waits for an element of another buffer does not count: it only waits for the end of that
     * one.
     *
     * @param others the observations of the other buffers
     */
    boolean hasTasks(Collection<Look> others) {
        return outlasting().anyMatch(consumer -> {
            long waiting = others.stream()
                    .flatMap(look -> look.waiting().filter(consumer::runs))
                    .distinct()
                    .count();
            return consumer.inFlight() > waiting + (consumer.runs(Thread.currentThread()) ? 1 : 0);
        });
    }

    private boolean isOutlasting(ReaderThread reader) {
        return outlasting().anyMatch(consumer -> consumer.runs(reader.thread()));
    }

    private Stream<BufferConsumer> outlasting() {
        return consumers.stream().filter(BufferConsumer::outlastsBuffer);
    }

    private Stream<Thread> waiting() {
        return others().filter(reader -> reader.activity() == Activity.WAITING).map(ReaderThread::thread);
    }

    /** Returns whether the buffer has consumers, and all of them have stopped. */
    boolean isLeft() {
        return !consumers.isEmpty() && consumers.stream().noneMatch(BufferConsumer::isAtWork);
    }

    /** Returns the threads waiting in a queue view for elements that can no longer arrive. */
    List<Thread> parked() {
        return others().filter(reader -> reader.activity() == Activity.PARKED)
                .map(ReaderThread::thread)
                .toList();
    }

    List<Thread> readers() {
        return others().map(ReaderThread::thread).toList();
    }

    /** Returns whether a thread other than the current one may read the remaining elements, as far as is known. */
    boolean hasReader() {
        return stats.readersWaiting() > 0
                || consumers.stream().anyMatch(BufferConsumer::isAtWork)
                || (activity == null ? hasBeenRead() : others().anyMatch(reader -> !isOutlasting(reader)));
    }

    boolean hasBeenRead() {
        return stats.read() + stats.discarded() > 0;
    }

    /** Returns whether an element has entered or left since an earlier observation. */
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
