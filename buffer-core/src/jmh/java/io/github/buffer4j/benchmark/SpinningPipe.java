package io.github.buffer4j.benchmark;

import org.jctools.queues.MessagePassingQueue;

/** A lock-free queue of JCTools. Threads spin while they wait, and yield during longer waits. */
final class SpinningPipe implements Pipe {

    private static final int SPINS_PER_YIELD = 1_000;

    private final MessagePassingQueue<Integer> queue;

    SpinningPipe(MessagePassingQueue<Integer> queue) {
        this.queue = queue;
    }

    @Override
    public void put(Integer element) {
        for (int spins = 1; !queue.relaxedOffer(element); spins++) {
            pause(spins);
        }
    }

    @Override
    public Integer take() {
        Integer element;
        for (int spins = 1; (element = queue.relaxedPoll()) == null; spins++) {
            pause(spins);
        }
        return element;
    }

    @Override
    public void putAll(Integer[] elements) {
        int[] next = {0};
        for (int spins = 1; next[0] < elements.length; spins++) {
            if (queue.fill(() -> elements[next[0]++], elements.length - next[0]) == 0) {
                pause(spins);
            }
        }
    }

    @Override
    public int takeSome(Integer[] target) {
        int[] next = {0};
        for (int spins = 1; queue.drain(element -> target[next[0]++] = element, target.length) == 0; spins++) {
            pause(spins);
        }
        return next[0];
    }

    private static void pause(int spins) {
        if (spins % SPINS_PER_YIELD == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }
}
