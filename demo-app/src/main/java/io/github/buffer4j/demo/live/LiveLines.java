package io.github.buffer4j.demo.live;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.spring.BufferRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Hands lines to those who listen, each of whom has a ring buffer of its own, created at run time from the template
 * {@code live}. A listener that is too slow misses the oldest lines, and never delays the writer.
 *
 * <p>The buffers are {@code live-1}, {@code live-2}, and so on. The number of a listener that has left is used again,
 * so that the number of different names, which are tags of meters, is limited by that of concurrent listeners.
 */
@Component
public final class LiveLines {

    private static final String TEMPLATE = "live";

    private final BufferRegistry buffers;
    private final List<BufferWriter<String>> listeners = new CopyOnWriteArrayList<>();

    public LiveLines(BufferRegistry buffers) {
        this.buffers = buffers;
    }

    /** Offers a line to all listeners, without waiting. */
    public void offer(String line) {
        for (BufferWriter<String> listener : listeners) {
            listener.offer(line);
        }
    }

    /**
     * Creates the buffer of a listener, which receives the lines from now on.
     *
     * @return the buffer; empty if there are as many listeners already
     * @throws IllegalStateException if the application is shutting down
     */
    synchronized Optional<Buffer<String>> join(int maxListeners) {
        return IntStream.rangeClosed(1, maxListeners)
                .mapToObj(number -> TEMPLATE + "-" + number)
                .filter(name -> buffers.find(name) == null)
                .findFirst()
                .map(this::create);
    }

    private Buffer<String> create(String name) {
        Buffer<String> lines = buffers.create(name, TEMPLATE);
        listeners.add(lines);
        return lines;
    }

    /** Removes the buffer of a listener. */
    void leave(Buffer<String> lines) {
        listeners.remove(lines);
        buffers.remove(lines.name());
    }
}
