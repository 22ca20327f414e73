package io.github.buffer4j.spring;

import io.github.buffer4j.BufferActivity;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.ReaderThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** A buffer that is being ended as the application shuts down. Not thread-safe. */
final class EndingBuffer {

    private static final Log LOGGER = LogFactory.getLog(BufferLifecycle.class);

    /* Covers the time between the end of one reader and the start of the next. */
    private static final long NANOS_BETWEEN_READERS = Duration.ofMillis(200).toNanos();

    private static final long MILLIS_BETWEEN_LOOKS = 5;
    private static final Duration DRAIN_SLICE = Duration.ofMillis(20);

    private final BufferWatch watch;
    private @Nullable BufferStats atEndOfWriting;
    private List<ReaderThread> holders = List.of();
    private List<BufferConsumer> consumers = List.of();
    private Predicate<Look> tasks = look -> false;
    private boolean failed;

    /* All threads observed: most have terminated by the time of the report. */
    private final Set<Thread> readers = new HashSet<>();

    EndingBuffer(BufferWatch watch) {
        this.watch = watch;
        look().map(Look::stats)
                .filter(stats -> stats.state() != BufferState.OPEN)
                .ifPresent(stats -> atEndOfWriting = stats);
    }

    BufferWatch watch() {
        return watch;
    }

    String name() {
        return watch.name();
    }

    EndOptions options() {
        return watch.entry().ending();
    }

    /** Returns the threads that have been observed to read from this buffer. */
    Set<Thread> readers() {
        return readers;
    }

    Optional<Look> look() {
        Optional<Look> look = watch.look();
        look.ifPresent(seen -> readers.addAll(seen.readers()));
        return look;
    }

    /**
     * Returns whether a reader is expected to take an element or is still processing one.
     *
     * @param elapsedNanos the time since the buffers began to end
     */
    boolean isPending(Look look, long elapsedNanos) {
        if (look.readersAtWork() > 0 || look.isHeld()) {
            return !look.isQuiet();
        }
        return look.stats().size() > 0 && !isAbandoned(look, elapsedNanos);
    }

    /** Returns whether the remaining elements are known to have no reader. */
    private boolean isAbandoned(Look look, long elapsedNanos) {
        if (look.hasReader() || look.isHeld()) {
            return false;
        }
        if (look.isLeft()) {
            return true;
        }
        if (look.hasBeenRead()) {
            return look.nanosSinceRead() > NANOS_BETWEEN_READERS;
        }
        return watch.isRing() || elapsedNanos >= options().unreadNanos();
    }

    /** Lets the end wait for tasks that usually outlast the buffer, because another buffer ends after this one. */
    void waitFor(Predicate<Look> tasks) {
        this.tasks = tasks;
    }

    void endWriting() {
        contained(() -> {
            if (atEndOfWriting == null) {
                atEndOfWriting = watch.buffer().stats();
                watch.buffer().closeWrite();
            }
        });
    }

    /**
     * Waits until the buffer has ended: it is drained, and no thread is processing one of its elements. Stops waiting
     * when the buffer is abandoned, the time is up, or the thread is interrupted. Then closes the buffer.
     *
     * @param begin the {@link System#nanoTime} at which the buffers began to end
     * @param nanos the maximum time from then on
     */
    void awaitEnd(long begin, long nanos) {
        endWriting();
        contained(() -> {
            Optional<Look> look = look();
            for (long elapsed = System.nanoTime() - begin;
                    look.isPresent() && !hasEnded(look.get()) && elapsed < nanos && !isAbandoned(look.get(), elapsed);
                    elapsed = System.nanoTime() - begin) {
                if (!pause(look.get())) {
                    break;
                }
                look = look();
            }
            consumers = look.map(Look::consumers).orElse(List.of());
            holders = look.map(Look::holders).orElse(List.of()).stream()
                    .filter(holder -> consumers.stream().noneMatch(consumer -> consumer.runs(holder.thread())))
                    .toList();
            watch.buffer().close();
        });
    }

    private boolean hasEnded(Look look) {
        return look.stats().state().isTerminal() && !look.isHeld() && !tasks.test(look);
    }

    private boolean pause(Look look) {
        try {
            if (look.stats().state().isTerminal()) {
                Thread.sleep(MILLIS_BETWEEN_LOOKS);
            } else {
                watch.buffer().awaitDrained(DRAIN_SLICE);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Closes the buffer without waiting. */
    void close() {
        contained(() -> {
            if (atEndOfWriting == null) {
                atEndOfWriting = watch.buffer().stats();
            }
            watch.buffer().close();
        });
    }

    /** Logs the elements that were lost, if any. */
    void report(Collection<EndingBuffer> all) {
        contained(() -> {
            BufferStats stats = watch.buffer().stats();
            if (atEndOfWriting == null || stats == null) {
                return;
            }
            long left = stats.droppedOnClose() - atEndOfWriting.droppedOnClose();
            long refused = stats.rejected() - atEndOfWriting.rejected();
            String unit = " " + watch.entry().unit() + " ";
            List<String> lines = new ArrayList<>();
            if (left > 0) {
                lines.add(left + unit + "left unread");
            }
            if (refused > 0) {
                lines.add(refused + unit + "rejected after its end" + cure(all));
            }
            int inHand = holders.stream().mapToInt(ReaderThread::inHand).sum();
            if (inHand > 0) {
                lines.add(inHand + unit + "still being processed by "
                        + holders.stream()
                                .map(holder -> holder.thread().getName())
                                .collect(Collectors.joining(", ")));
            }
            for (BufferConsumer consumer : consumers) {
                int inFlight = consumer.outlastsBuffer() || !consumer.isBusy() ? 0 : consumer.inFlight();
                if (inFlight > 0) {
                    lines.add(inFlight + " elements still being processed by listener '" + consumer.name() + "'");
                }
            }
            if (!lines.isEmpty()) {
                log("Buffer '" + name() + "' was closed with " + String.join(", and ", lines));
            }
        });
    }

    private String cure(Collection<EndingBuffer> all) {
        BufferActivity activity = watch.buffer().activity();
        Thread writer = activity == null ? null : activity.refusedWriter();
        if (writer == null) {
            return ". Stop its writer in a phase above BufferLifecycle.PHASE";
        }
        List<String> sources = all.stream()
                .filter(other -> other.readers.contains(writer))
                .map(EndingBuffer::name)
                .toList();
        if (consumers.stream().anyMatch(consumer -> consumer.outlastsBuffer() && consumer.runs(writer))) {
            return ". Thread '" + writer.getName() + "' handed them in while it ran one of its tasks";
        }
        if (sources.contains(name())) {
            return ". Thread '" + writer.getName() + "' also reads from it: write such "
                    + watch.entry().unit() + " to a dead letter buffer instead";
        }
        if (sources.stream().anyMatch(options().after()::contains)) {
            return ". Thread '" + writer.getName() + "' wrote too long after the end of '" + sources.get(0) + "'";
        }
        return sources.isEmpty()
                ? ". Stop thread '" + writer.getName() + "' in a phase above BufferLifecycle.PHASE"
                : ". Thread '" + writer.getName() + "' reads from '" + sources.get(0) + "': set buffers.instances."
                        + name() + ".after=" + sources.get(0);
    }

    /* A ring buffer holds the latest elements, so remaining elements do not deserve a warning. */
    private void log(String message) {
        if (watch.isRing()) {
            LOGGER.info(message);
        } else {
            LOGGER.warn(message);
        }
    }

    /* A failing buffer of another implementation must not prevent the others from ending. Logs its first failure. */
    private void contained(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            if (!failed) {
                failed = true;
                LOGGER.error("Buffer '" + name() + "' failed to end", e);
            }
        }
    }
}
