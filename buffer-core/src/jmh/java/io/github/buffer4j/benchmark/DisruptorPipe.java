package io.github.buffer4j.benchmark;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;

/** The LMAX Disruptor with one reader and the blocking wait strategy. */
final class DisruptorPipe implements Pipe {

    private static final class Slot {
        private Integer element;
    }

    private final RingBuffer<Slot> ring;
    private final SequenceBarrier barrier;
    private final Sequence read = new Sequence();
    private long next;
    private long available = -1;

    DisruptorPipe(int capacity, boolean oneWriter) {
        ring = oneWriter
                ? RingBuffer.createSingleProducer(Slot::new, capacity, new BlockingWaitStrategy())
                : RingBuffer.createMultiProducer(Slot::new, capacity, new BlockingWaitStrategy());
        barrier = ring.newBarrier();
        ring.addGatingSequences(read);
    }

    @Override
    public void put(Integer element) {
        long sequence = ring.next();
        ring.get(sequence).element = element;
        ring.publish(sequence);
    }

    @Override
    public Integer take() throws Exception {
        awaitNext();
        Slot slot = ring.get(next);
        Integer element = slot.element;
        slot.element = null;
        read.set(next++);
        return element;
    }

    @Override
    public void putAll(Integer[] elements) {
        long last = ring.next(elements.length);
        long first = last - elements.length + 1;
        for (long sequence = first; sequence <= last; sequence++) {
            ring.get(sequence).element = elements[(int) (sequence - first)];
        }
        ring.publish(first, last);
    }

    @Override
    public int takeSome(Integer[] target) throws Exception {
        awaitNext();
        int count = (int) Math.min(target.length, available - next + 1);
        for (int i = 0; i < count; i++) {
            Slot slot = ring.get(next + i);
            target[i] = slot.element;
            slot.element = null;
        }
        next += count;
        read.set(next - 1);
        return count;
    }

    private void awaitNext() throws Exception {
        while (available < next) {
            available = barrier.waitFor(next);
        }
    }
}
