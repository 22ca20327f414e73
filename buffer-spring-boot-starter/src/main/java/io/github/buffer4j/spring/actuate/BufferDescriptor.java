package io.github.buffer4j.spring.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.SharedBuffer;
import io.github.buffer4j.spring.SharedStats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The state of one buffer as shown by the endpoint. Past participles such as {@code read} and {@code written} are
 * totals since the buffer was created. Sizes and totals are in the {@code unit} of the buffer. For a buffer that
 * fails to return its statistics, only {@code name}, {@code type}, {@code unit}, {@code elementType}, {@code error},
 * {@code tags} and {@code listeners} are set, and what only shared buffers have; the other components are null.
 *
 * @param name the bean name
 * @param type growable, block, ring, or the type of another implementation
 * @param unit elements or bytes
 * @param elementType the element type; null if unknown
 * @param state the state
 * @param size the current size
 * @param capacity the capacity; {@link Integer#MAX_VALUE} if unbounded
 * @param peakSize the largest size since the buffer was created
 * @param recentPeakSize the largest size in the last one to two minutes
 * @param written what was written
 * @param read what was read
 * @param overwritten what was overwritten unread
 * @param discarded what was skipped, or dropped by a reset or resize
 * @param droppedOnClose what was dropped unread when the buffer was closed
 * @param rejected what was rejected because the buffer was full or closed
 * @param blocked the waits of writers and readers
 * @param oldestAge the age of the oldest element; null if ages are not tracked
 * @param error the class name of the error that the buffer was closed with, or of the failure to return its statistics;
 *     null if there was none
 * @param tags the additional tags
 * @param listeners the listeners of the buffer, sorted by id
 * @param backend what holds the elements of a shared buffer; absent for others
 * @param shared true for a shared buffer, whose totals are those of all applications; absent for others
 * @param generation the generation of a shared buffer that this client was attached to; absent for others
 * @param clientStats what this client of a shared buffer knows by itself; absent for others
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BufferDescriptor(
        String name,
        String type,
        String unit,
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
        Map<String, String> tags,
        List<ListenerDescriptor> listeners,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String backend,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean shared,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String generation,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ClientStats clientStats)
        implements OperationResponseBody {

    static BufferDescriptor of(BufferEntry entry, List<ListenerDescriptor> listeners, SharedStats statistics) {
        StreamingBuffer buffer = entry.buffer();
        BufferStats stats = Objects.requireNonNull(statistics.of(buffer), "stats() returned null");
        SharedPart shared = SharedPart.of(entry.buffer());
        return new BufferDescriptor(
                entry.name(),
                entry.type(),
                entry.unit(),
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
                className(error(buffer, stats)),
                entry.tags(),
                listeners,
                shared.backend(),
                entry.isShared() ? true : null,
                shared.generation(),
                shared.clientStats());
    }

    /* For a shared buffer the error is another question to the server, which an open one does not need. */
    private static @Nullable Throwable error(StreamingBuffer buffer, BufferStats stats) {
        return buffer instanceof SharedBuffer && stats.state() == BufferState.OPEN ? null : buffer.error();
    }

    static BufferDescriptor failed(BufferEntry entry, Throwable failure, List<ListenerDescriptor> listeners) {
        SharedPart shared = SharedPart.of(entry.buffer());
        return new BufferDescriptor(
                entry.name(),
                entry.type(),
                entry.unit(),
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
                entry.tags(),
                listeners,
                shared.backend(),
                entry.isShared() ? true : null,
                shared.generation(),
                shared.clientStats());
    }

    private static @Nullable Duration duration(OptionalLong nanos) {
        return nanos.isPresent() ? Duration.ofNanos(nanos.getAsLong()) : null;
    }

    private static @Nullable String className(@Nullable Throwable error) {
        return error == null ? null : error.getClass().getName();
    }

    /**
     * The waits of threads.
     *
     * @param write the waits for room
     * @param read the waits for an element
     */
    public record Blocked(Waits write, Waits read) {

        static Blocked of(BufferStats stats) {
            return new Blocked(
                    Waits.of(stats.writeBlockedCount(), stats.writeBlockedNanos(), stats.writersWaiting()),
                    Waits.of(stats.readBlockedCount(), stats.readBlockedNanos(), stats.readersWaiting()));
        }
    }

    /**
     * The waits of one side of a buffer.
     *
     * @param count the number of completed waits
     * @param totalTime the total time of all waits
     * @param waiting the number of threads currently waiting
     */
    public record Waits(long count, Duration totalTime, int waiting) {

        static Waits of(long count, long nanos, int waiting) {
            return new Waits(count, Duration.ofNanos(nanos), waiting);
        }
    }
}
