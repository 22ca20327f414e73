package io.github.buffer4j.spring.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The state of one buffer as the endpoint shows it. Numbers that end in {@code read}, {@code written} and the like are
 * totals since the buffer was made. Of a buffer that failed to give its statistics only {@code name}, {@code type},
 * {@code elementType}, {@code error} and {@code tags} are there; the others are null.
 *
 * @param name the bean name
 * @param type the kind: growable, block, ring, or that of another implementation
 * @param elementType the name of the class of the elements; null if unknown
 * @param state the state
 * @param size elements in the buffer
 * @param capacity elements that fit; {@link Integer#MAX_VALUE} where nothing bounds it
 * @param peakSize most elements that were in the buffer at a time
 * @param recentPeakSize most elements that were in the buffer at a time in the last minute or two
 * @param written elements written
 * @param read elements read
 * @param overwritten elements given up for newer ones
 * @param discarded elements skipped, or dropped by a reset or resize
 * @param droppedOnClose elements dropped because the buffer was closed
 * @param rejected elements that never entered
 * @param blocked how writers and readers waited
 * @param oldestAge how long the oldest element has been in the buffer; null if that is not tracked
 * @param error the name of the class of what the buffer was closed with, or of the failure that kept it from giving its
 *     statistics; null if there was no error
 * @param tags the tags of the instance
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BufferDescriptor(
        String name,
        String type,
        @Nullable String elementType,
        @Nullable BufferState state,
        @Nullable Integer size,
        @Nullable Integer capacity,
        @Nullable Integer peakSize,
        @Nullable Integer recentPeakSize,
        @Nullable Long written,
        @Nullable Long read,
        @Nullable Long overwritten,
        @Nullable Long discarded,
        @Nullable Long droppedOnClose,
        @Nullable Long rejected,
        @Nullable Blocked blocked,
        @Nullable Duration oldestAge,
        @Nullable String error,
        Map<String, String> tags)
        implements OperationResponseBody {

    static BufferDescriptor of(BufferEntry entry) {
        StreamingBuffer buffer = entry.buffer();
        BufferStats stats = buffer.stats();
        return new BufferDescriptor(
                entry.name(),
                entry.type(),
                entry.elementType(),
                stats.state(),
                stats.size(),
                stats.capacity(),
                stats.peakSize(),
                stats.recentPeakSize(),
                stats.written(),
                stats.read(),
                stats.overwritten(),
                stats.discarded(),
                stats.droppedOnClose(),
                stats.rejected(),
                Blocked.of(stats),
                duration(stats.oldestAgeNanos()),
                className(buffer.error()),
                entry.tags());
    }

    static BufferDescriptor failed(BufferEntry entry, Throwable failure) {
        return new BufferDescriptor(
                entry.name(),
                entry.type(),
                entry.elementType(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                className(failure),
                entry.tags());
    }

    private static @Nullable Duration duration(OptionalLong nanos) {
        return nanos.isPresent() ? Duration.ofNanos(nanos.getAsLong()) : null;
    }

    private static @Nullable String className(@Nullable Throwable error) {
        return error == null ? null : error.getClass().getName();
    }

    /**
     * How threads waited.
     *
     * @param write for room
     * @param read for an element
     */
    public record Blocked(Waits write, Waits read) {

        static Blocked of(BufferStats stats) {
            return new Blocked(
                    Waits.of(stats.writeBlockedCount(), stats.writeBlockedNanos(), stats.writersWaiting()),
                    Waits.of(stats.readBlockedCount(), stats.readBlockedNanos(), stats.readersWaiting()));
        }
    }

    /**
     * How the threads of one side waited.
     *
     * @param count how often
     * @param totalTime how long in all
     * @param waiting how many wait now
     */
    public record Waits(long count, Duration totalTime, int waiting) {

        static Waits of(long count, long nanos, int waiting) {
            return new Waits(count, Duration.ofNanos(nanos), waiting);
        }
    }
}
