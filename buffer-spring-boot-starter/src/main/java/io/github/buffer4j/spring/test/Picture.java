package io.github.buffer4j.spring.test;

import io.github.buffer4j.BufferActivity;
import io.github.buffer4j.ReaderThread;
import io.github.buffer4j.ReaderThread.Activity;
import io.github.buffer4j.StreamingBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The description of a buffer, its listeners and its other readers, for a message. Has no contents of elements. */
final class Picture {

    private Picture() {}

    /** Returns the description, which begins with a colon. */
    static String of(
            BufferEntry entry,
            List<BufferListenerContainer> containers,
            ToLongFunction<BufferListenerContainer> handled) {
        StreamingBuffer buffer = entry.buffer();
        int size = buffer.size();
        List<String> lines = new ArrayList<>();
        lines.add("buffer '" + entry.name() + "': " + buffer.state() + ", " + size + " in the buffer");
        for (BufferListenerContainer container : containers) {
            Throwable failure = container.failure();
            lines.add("listener '" + container.spec().id() + "': " + container.state() + ", " + container.inFlight()
                    + " in hand, " + handled.applyAsLong(container) + " handled"
                    + (failure == null
                            ? ""
                            : ", failed with " + failure.getClass().getName()));
        }
        readers(buffer)
                .filter(reader -> reader.activity() == Activity.HANDLING)
                .forEach(reader ->
                        lines.add("thread '" + reader.thread().getName() + "': " + reader.inHand() + " in hand"));
        if (size > 0
                && containers.stream().allMatch(container -> container.threads().isEmpty())) {
            lines.add(advice(buffer, containers));
        }
        return lines.stream().collect(Collectors.joining("\n  ", ":\n  ", ""));
    }

    private static String advice(StreamingBuffer buffer, List<BufferListenerContainer> containers) {
        if (!containers.isEmpty()) {
            return "no listener takes what is in the buffer: "
                    + containers.stream()
                            .map(container -> "'" + container.spec().id() + "' is " + container.state())
                            .collect(Collectors.joining(", "));
        }
        return readers(buffer).findAny().isEmpty()
                ? "the buffer has no listener, and no thread has read from it"
                : "the buffer has no listener";
    }

    /** Returns the threads that read from a buffer, other than the current one. */
    static Stream<ReaderThread> readers(StreamingBuffer buffer) {
        BufferActivity activity = buffer.activity();
        return activity == null
                ? Stream.of()
                : activity.readers().stream().filter(reader -> reader.thread() != Thread.currentThread());
    }
}
