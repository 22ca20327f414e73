package io.github.buffer4j.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;

/** A blocking queue. In bulk it writes in a loop, and reads with {@code drainTo} what is there after it has waited. */
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
}
