package io.github.buffer4j;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Three writers that make a fixed number of random calls, some readers and a thread that interrupts them all share a
 * buffer until its stream ends. Each thread records the effects of its calls.
 */
final class StressRun {

    private static final int WRITERS = 3;
    private static final int CALLS = 3_000;
    private static final int CALLS_PER_INTERRUPT = 20;

    /* The time without any progress after which the run counts as stuck, long enough for a slow machine. */
    private static final long NANOS_WITHOUT_PROGRESS = Duration.ofSeconds(60).toNanos();

    /** An element: its writer, its number among the writer's elements, and the writer's call that wrote it. */
    record Item(int writer, int sequence, int call) {}

    /** A call of the drop listener. */
    record Drop(Item item, DropReason reason) {}

    final AbstractBuffer<Item> buffer;
    final List<StressWriter> writers = new ArrayList<>();
    final List<StressReader> readers = new ArrayList<>();
    final Queue<Drop> drops = new ConcurrentLinkedQueue<>();
    private final String text;
    private final Random random;
    private final Semaphore interruptsDue = new Semaphore(0);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    StressRun(Kind kind, int capacity, int readerCount, long seed) {
        text = "%s(%d) with %d readers and seed %d".formatted(kind, capacity, readerCount, seed);
        random = new Random(seed);
        BufferBuilder<Item> options = Buffer.builder();
        buffer = kind.create(options.dropListener((item, reason) -> drops.add(new Drop(item, reason))), capacity);
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new StressWriter(buffer, i, 3 * capacity, new Random(random.nextLong())));
        }
        for (int i = 0; i < readerCount; i++) {
            readers.add(new StressReader(buffer, 3 * capacity, new Random(random.nextLong())));
        }
    }

    /** Runs until the end of the stream. */
    StressRun finish() throws InterruptedException {
        List<Thread> reading = new ArrayList<>();
        for (StressReader reader : readers) {
            reading.add(start("reader", reader::readToTheEnd));
        }
        List<Thread> writing = new ArrayList<>();
        for (StressWriter writer : writers) {
            writing.add(start("writer", () -> write(writer)));
        }
        List<Thread> victims = new ArrayList<>(writing);
        victims.addAll(reading);
        Thread interrupting = start("interrupter", () -> interrupt(victims));
        join(writing);
        join(List.of(interrupting));
        buffer.closeWrite();
        join(reading);
        if (failure.get() != null) {
            throw new AssertionError(text, failure.get());
        }
        return this;
    }

    private void write(StressWriter writer) {
        for (int call = 1; call <= CALLS; call++) {
            if (call % CALLS_PER_INTERRUPT == 0) {
                interruptsDue.release();
            }
            writer.write(call);
        }
    }

    private void interrupt(List<Thread> victims) {
        for (int i = 0; i < WRITERS * (CALLS / CALLS_PER_INTERRUPT); i++) {
            interruptsDue.acquireUninterruptibly();
            victims.get(random.nextInt(victims.size())).interrupt();
        }
    }

    private Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, e) -> failure.compareAndSet(null, e));
        thread.start();
        return thread;
    }

    private void join(List<Thread> threads) throws InterruptedException {
        long seen = progress();
        long seenAt = System.nanoTime();
        for (Thread thread : threads) {
            for (thread.join(100); thread.isAlive(); thread.join(100)) {
                long now = progress();
                if (now != seen) {
                    seen = now;
                    seenAt = System.nanoTime();
                } else if (System.nanoTime() - seenAt > NANOS_WITHOUT_PROGRESS) {
                    throw new AssertionError(
                            text + ": a " + thread.getName() + " is stuck" + threadDump(), failure.get());
                }
            }
        }
    }

    /* Changes whenever a call has moved or refused an element. */
    private long progress() {
        BufferStats stats = buffer.stats();
        return stats.written() + stats.read() + stats.discarded() + stats.rejected();
    }

    private static String threadDump() {
        StringBuilder dump = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, trace) -> {
            dump.append("\n\n").append(thread);
            for (StackTraceElement element : trace) {
                dump.append("\n    at ").append(element);
            }
        });
        return dump.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
