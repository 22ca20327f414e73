package io.github.buffer4j;

import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A view of a buffer as a queue: {@link Buffer#asBlockingQueue()}. It has no state of its own. */
final class BufferQueue<E> extends AbstractQueue<E> implements BlockingQueue<E> {

    private final Buffer<E> buffer;

    BufferQueue(Buffer<E> buffer) {
        this.buffer = buffer;
    }

    boolean isViewOf(Buffer<?> other) {
        return buffer == other;
    }

    @Override
    public boolean add(E element) {
        if (offer(element)) {
            return true;
        }
        if (buffer.state() != BufferState.OPEN) {
            throw new BufferClosedException("Cannot write to " + buffer, buffer.error(), 0);
        }
        throw new IllegalStateException("No room in " + buffer);
    }

    @Override
    public boolean offer(E element) {
        return buffer.offer(element);
    }

    @Override
    public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
        return buffer.offer(element, duration(timeout, unit));
    }

    @Override
    public void put(E element) throws InterruptedException {
        buffer.add(element);
    }

    @Override
    public E take() throws InterruptedException {
        E element = nextUntilTheEnd();
        while (element == null) {
            awaitInterrupt(Long.MAX_VALUE);
        }
        return element;
    }

    private @Nullable E nextUntilTheEnd() throws InterruptedException {
        try {
            return buffer.next();
        } catch (BufferClosedException e) {
            return null;
        }
    }

    /*
     * A queue cannot report the end: a thread that waits for an element of an ended buffer waits until it is
     * interrupted, as the workers of an executor are at its shutdown.
     */
    private void awaitInterrupt(long nanos) throws InterruptedException {
        if (nanos <= 0) {
            return;
        }
        parked(true);
        try {
            long begin = System.nanoTime();
            for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begin)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                LockSupport.parkNanos(this, left);
            }
        } finally {
            parked(false);
        }
    }

    private void parked(boolean parked) {
        if (buffer instanceof AbstractBuffer<E> engine) {
            engine.threads.parksAfterTheEnd(parked);
        }
    }

    @Override
    public @Nullable E poll() {
        return buffer.poll();
    }

    @Override
    public @Nullable E poll(long timeout, TimeUnit unit) throws InterruptedException {
        long nanos = Math.max(0, unit.toNanos(timeout));
        long begin = System.nanoTime();
        E element = buffer.poll(Duration.ofNanos(nanos));
        if (element == null) {
            awaitInterrupt(nanos - (System.nanoTime() - begin));
        }
        return element;
    }

    private static Duration duration(long timeout, TimeUnit unit) {
        return Duration.ofNanos(unit.toNanos(timeout));
    }

    @Override
    public @Nullable E peek() {
        return buffer.peek();
    }

    @Override
    public int size() {
        return buffer.size();
    }

    @Override
    public int remainingCapacity() {
        BufferStats stats = buffer.stats();
        if (stats.state() != BufferState.OPEN) {
            return 0;
        }
        int capacity = stats.capacity();
        return capacity == Integer.MAX_VALUE ? capacity : Math.max(0, capacity - stats.size());
    }

    @Override
    public int drainTo(Collection<? super E> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super E> target, int max) {
        return buffer.drainTo(target, Math.max(0, max));
    }

    @Override
    public void clear() {
        buffer.reset();
    }

    /* An executor calls this while it shuts down, and would lose tasks if it threw. */
    @Override
    public boolean remove(@Nullable Object element) {
        return false;
    }

    @Override
    public Iterator<E> iterator() {
        return buffer.snapshot().iterator();
    }

    /* The inherited spliterator may report a size that differs from its elements. */
    @Override
    public Spliterator<E> spliterator() {
        return buffer.snapshot().spliterator();
    }
}
