package io.github.buffer4j.spring.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file of runs of numbers. Each run is in the file when the call that appends it returns. */
final class Journal {

    private final FileChannel channel;
    private final boolean forced;

    /**
     * Opens a journal.
     *
     * @param forced whether each append forces the run to disk
     */
    Journal(Path file, boolean forced) throws IOException {
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        this.forced = forced;
    }

    synchronized void append(int first, int count) {
        try {
            channel.write(ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(first)
                    .putInt(count)
                    .flip());
            if (forced) {
                channel.force(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all numbers in a file. */
    static List<Integer> read(Path file) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        IntBuffer runs = ByteBuffer.wrap(Files.readAllBytes(file)).asIntBuffer();
        while (runs.remaining() >= 2) {
            int first = runs.get();
            int count = runs.get();
            for (int i = 0; i < count; i++) {
                numbers.add(first + i);
            }
        }
        return numbers;
    }
}
