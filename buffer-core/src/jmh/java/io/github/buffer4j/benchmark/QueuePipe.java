package io.github.buffer4j.benchmark;

import com.google.common.collect.Queues;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A blocking queue. Bulk writes are loops; bulk reads wait for one element and drain the others with {@code drainTo}.
 * Batches are read with Guava's {@code Queues.drain}.
 */
final class QueuePipe implements Pipe {

    private final BlockingQueue<Integer> queue;
    private final List<Integer> drained = new ArrayList<>();

    QueuePipe(BlockingQueue<Integer> queue) {
        this.queue = queue;
    }

    @Override
    public void put(Integer element) throws InterruptedException {
        queue.put(element);
    }

    @Override
    public Integer take() throws InterruptedException {
        return queue.take();
    }

    @Override
    public int takeSome(Integer[] target) throws InterruptedException {
        drained.clear();
        drained.add(queue.take());
        queue.drainTo(drained, target.length - 1);
        drained.toArray(target);
        return drained.size();
    }

    @Override
    public List<Integer> takeBatch(int max, int lingerMillis) throws InterruptedException {
        List<Integer> batch = new ArrayList<>();
        batch.add(queue.take());
        Queues.drain(queue, batch, max - 1, lingerMillis, TimeUnit.MILLISECONDS);
        return batch;
    }

    @Override
    public boolean offer(Integer element) {
        return queue.offer(element);
    }

    @Override
    public Integer poll() {
        return queue.poll();
    }

    @Override
    public int size() {
        return queue.size();
    }
}
