package io.github.buffer4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A reader of a {@link StressRun}: makes random calls until the stream ends and records the elements that it read. */
final class StressReader {

    private static final int POLLS = 100;

    final List<StressRun.Item> seen = new ArrayList<>();
    private final Buffer<StressRun.Item> buffer;
    private final int maxRun;
    private final Random random;
    private long discarded;

    StressReader(Buffer<StressRun.Item> buffer, int maxRun, Random random) {
        this.buffer = buffer;
        this.maxRun = maxRun;
        this.random = random;
    }

    /** Returns how many elements this reader has skipped. */
    long discarded() {
        return discarded;
    }

    /** Reads until the end of the stream, despite interrupts. */
    void readToTheEnd() {
        boolean more = true;
        while (more) {
            more = readOrBeInterrupted();
        }
        if (buffer.state() != BufferState.DRAINED) {
            throw new AssertionError("the end was reported early");
        }
    }

    private boolean readOrBeInterrupted() {
        try {
            return read();
        } catch (InterruptedException e) {
            return true;
        }
    }

    /* Returns false at the end of the stream. */
    private boolean read() throws InterruptedException {
        int max = 1 + random.nextInt(maxRun);
        switch (random.nextInt(7)) {
            case 0 -> {
                return see(buffer.next());
            }
            case 1 -> {
                StressRun.Item[] target = new StressRun.Item[max];
                return see(Arrays.asList(target).subList(0, Math.max(0, buffer.read(target))));
            }
            case 2 -> {
                return see(buffer.readBatch(max, shortTime()));
            }
            case 3 -> {
                for (int i = 0; i < POLLS; i++) {
                    see(buffer.poll());
                }
            }
            case 4 -> see(buffer.poll(shortTime()));
            case 5 -> buffer.drainTo(seen, max);
            default -> discarded += random.nextInt(20) == 0 ? buffer.discard(max) : 0;
        }
        return true;
    }

    private boolean see(List<StressRun.Item> items) {
        return seen.addAll(items);
    }

    private boolean see(StressRun.@Nullable Item item) {
        return item != null && seen.add(item);
    }

    private Duration shortTime() {
        return Duration.ofNanos(random.nextInt(200_000));
    }
}
