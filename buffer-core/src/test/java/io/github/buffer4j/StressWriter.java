package io.github.buffer4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A writer of a {@link StressRun}: makes random calls and records which of its elements were written. */
final class StressWriter {

    final List<StressRun.Item> entered = new ArrayList<>();
    private final Buffer<StressRun.Item> buffer;
    private final int number;
    private final int maxRun;
    private final Random random;
    private int made;
    private long refused;

    StressWriter(Buffer<StressRun.Item> buffer, int number, int maxRun, Random random) {
        this.buffer = buffer;
        this.number = number;
        this.maxRun = maxRun;
        this.random = random;
    }

    /** Returns how many elements must be counted as rejected. */
    long refused() {
        return refused;
    }

    void write(int call) {
        int way = random.nextInt(5);
        StressRun.Item[] run = new StressRun.Item[way < 2 ? 1 + random.nextInt(maxRun) : 1];
        for (int i = 0; i < run.length; i++) {
            run[i] = new StressRun.Item(number, made++, call);
        }
        try {
            int written = write(way, run);
            note(run, written);
            refused += run.length - written;
        } catch (InterruptedWriteException e) {
            note(run, e.written());
        } catch (InterruptedException e) {
            note(run, 0);
        } catch (BufferFullException e) {
            refused += run.length;
        }
        if (random.nextInt(8) == 0) {
            awaitEmpty();
        }
    }

    /* Lets the readers catch up. A writer that never waits would finish before they start. */
    @SuppressWarnings("ThreadPriorityCheck")
    private void awaitEmpty() {
        while (buffer.size() > 0) {
            Thread.yield();
        }
    }

    /* Returns how many elements were written. */
    private int write(int way, StressRun.Item[] run) throws InterruptedException {
        switch (way) {
            case 0 -> buffer.write(run);
            case 1 -> {
                return buffer.offer(run, 0, run.length);
            }
            case 2 -> {
                return buffer.offer(run[0]) ? 1 : 0;
            }
            case 3 -> {
                return buffer.offer(run[0], Duration.ofNanos(random.nextInt(200_000))) ? 1 : 0;
            }
            default -> buffer.add(run[0]);
        }
        return run.length;
    }

    private void note(StressRun.Item[] run, int written) {
        entered.addAll(List.of(run).subList(0, written));
    }
}
