package io.github.buffer4j.spring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the stages of a pipeline write to a buffer once they have seen the end of those that supply it, such as the rest
 * of a batch or the trailer of a compressed stream. That a stage has done so shows only when its thread terminates,
 * waits for something else, or ends the buffer itself.
 */
final class LastWrites {

    private static final long MILLIS_BETWEEN_LOOKS = 5;

    /* A thread that waits for this long, but not for room in the buffer, has returned to its pool. */
    private static final long NANOS_OF_REST = Duration.ofMillis(200).toNanos();

    /* A thread may read from a socket next, which looks like work. */
    private static final long NANOS_WITHOUT_PROGRESS = Duration.ofSeconds(1).toNanos();

    private final EndingBuffer buffer;
    private final List<EndingBuffer> suppliers;

    /**
     * Creates a wait.
     *
     * @param buffer the buffer that is about to end
     * @param suppliers the ended buffers that its stages read from, empty if it is after none
     */
    LastWrites(EndingBuffer buffer, List<EndingBuffer> suppliers) {
        this.buffer = buffer;
        this.suppliers = suppliers;
    }

    /** Waits until the stages have written, or nothing has moved for a second, or the thread is interrupted. */
    void await() {
        long since = System.nanoTime();
        Optional<Look> before = buffer.look();
        while (mayFollow(before, System.nanoTime() - since) && pause()) {
            Optional<Look> now = buffer.look();
            if (before.isPresent() && now.isPresent() && now.get().hasMovedSince(before.get())) {
                since = System.nanoTime();
            }
            before = now;
        }
    }

    private boolean mayFollow(Optional<Look> look, long restNanos) {
        if (look.isEmpty() || !look.get().isOpen() || restNanos > NANOS_WITHOUT_PROGRESS) {
            return false;
        }
        boolean writerWaits = look.get().stats().writersWaiting() > 0;
        Set<Thread> stages = suppliers.stream()
                .flatMap(supplier -> supplier.readers().stream())
                .collect(Collectors.toSet());
        return stages.stream().anyMatch(stage -> mayWrite(stage, restNanos, writerWaits));
    }

    private static boolean mayWrite(Thread stage, long restNanos, boolean writerWaits) {
        return switch (stage.getState()) {
            case TERMINATED -> false;
            case WAITING, TIMED_WAITING -> writerWaits || restNanos < NANOS_OF_REST;
            case NEW, RUNNABLE, BLOCKED -> stage != Thread.currentThread();
        };
    }

    private static boolean pause() {
        try {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
