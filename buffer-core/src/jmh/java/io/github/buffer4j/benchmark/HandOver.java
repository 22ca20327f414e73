package io.github.buffer4j.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Transfers a fixed number of elements through a pipe, with threads of its own, and fails unless all of them arrive.
 * The number is fixed for each thread, so that no thread is left waiting at the end.
 */
final class HandOver {

    /* If one thread fails, the others keep waiting. */
    private static final int PATIENCE_SECONDS = 60;

    private static final Integer[] POOL = new Integer[1024];

    static {
        for (int i = 0; i < POOL.length; i++) {
            POOL[i] = i;
        }
    }

    private HandOver() {}

    /**
     * Transfers elements, one by one if the batch is 1, else in bulk: a multiple of the batch for each writer, one
     * reader.
     */
    static void run(Pipe pipe, Shape shape, int elements, int batch, ThreadFactory threads) throws Exception {
        List<FutureTask<Long>> writing = new ArrayList<>();
        List<FutureTask<Long>> reading = new ArrayList<>();
        for (int i = 0; i < shape.writers(); i++) {
            int share = share(elements, i, shape.writers());
            writing.add(start(threads, () -> write(pipe, share, batch)));
        }
        for (int i = 0; i < shape.readers(); i++) {
            int share = share(elements, i, shape.readers());
            reading.add(start(threads, () -> read(pipe, share, batch)));
        }
        long written = sum(writing);
        long read = sum(reading);
        if (written != read) {
            throw new IllegalStateException("wrote elements with the sum " + written + " and read " + read);
        }
    }

    private static int share(int elements, int index, int threads) {
        return elements / threads + (index < elements % threads ? 1 : 0);
    }

    static ThreadFactory threads(boolean virtual) {
        return virtual
                ? Thread.ofVirtual().factory()
                : Thread.ofPlatform().daemon().factory();
    }

    private static FutureTask<Long> start(ThreadFactory threads, Callable<Long> work) {
        FutureTask<Long> task = new FutureTask<>(work);
        threads.newThread(task).start();
        return task;
    }

    private static long sum(List<FutureTask<Long>> tasks) throws Exception {
        long sum = 0;
        for (FutureTask<Long> task : tasks) {
            sum += task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return sum;
    }

    private static long write(Pipe pipe, int elements, int batch) throws Exception {
        long sum = 0;
        if (batch == 1) {
            for (int i = 0; i < elements; i++) {
                Integer element = POOL[i & (POOL.length - 1)];
                pipe.put(element);
                sum += element;
            }
            return sum;
        }
        Integer[] source = new Integer[batch];
        for (int i = 0; i < batch; i++) {
            source[i] = POOL[i & (POOL.length - 1)];
        }
        for (int i = 0; i < elements; i += batch) {
            pipe.putAll(source);
        }
        return elements / batch * sumOf(source, batch);
    }

    private static long read(Pipe pipe, int elements, int batch) throws Exception {
        long sum = 0;
        if (batch == 1) {
            for (int i = 0; i < elements; i++) {
                sum += pipe.take();
            }
            return sum;
        }
        Integer[] target = new Integer[batch];
        for (int i = 0; i < elements; ) {
            int count = pipe.takeSome(target);
            sum += sumOf(target, count);
            i += count;
        }
        return sum;
    }

    private static long sumOf(Integer[] elements, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += elements[i];
        }
        return sum;
    }
}
