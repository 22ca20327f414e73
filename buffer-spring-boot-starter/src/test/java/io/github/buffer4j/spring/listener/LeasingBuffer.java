package io.github.buffer4j.spring.listener;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferStats;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.Lease;
import io.github.buffer4j.spring.LeasingReader;
import io.github.buffer4j.spring.SharedBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A shared buffer in memory, whose leases end when a test says so, as if a JVM had died. */
public final class LeasingBuffer<E> implements Buffer<E>, SharedBuffer, LeasingReader<E> {

    final AtomicInteger leaseCalls = new AtomicInteger();
    final AtomicInteger acknowledgements = new AtomicInteger();
    final AtomicInteger returns = new AtomicInteger();

    /* Called before an element is written. */
    volatile Runnable beforeWrite = () -> {};

    /* Thrown by all that asks the server. */
    volatile @Nullable RuntimeException outage;

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Slot<E>> slots = new ArrayDeque<>();
    private final List<InMemoryLease> leases = new ArrayList<>();
    private long sequence;
    private int readersWaiting;
    private boolean writingEnded;
    private boolean closed;
    private @Nullable Throwable error;
    private volatile boolean detached;

    private record Slot<E>(E element, long sequence, int redeliveries) {}

    /** Creates an empty buffer. */
    public LeasingBuffer(String name) {
        this.name = name;
    }

    // ---- What tests ask ----

    /** Lets all leases end. Their elements are delivered again. */
    public void expire() {
        lock.lock();
        try {
            for (int i = leases.size() - 1; i >= 0; i--) {
                leases.get(i).expire();
            }
            leases.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of elements that are leased. */
    public int leased() {
        lock.lock();
        try {
            return leases.stream().mapToInt(lease -> lease.slots.size()).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of threads that wait for an element. */
    int readersWaiting() {
        lock.lock();
        try {
            return readersWaiting;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how often each element in the buffer was leased, oldest first. */
    List<Integer> redeliveries() {
        lock.lock();
        try {
            return slots.stream().map(Slot::redeliveries).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Leases elements as a JVM does that dies then. */
    void takeAndDie(int max) throws InterruptedException {
        Lease<E> unused = lease(max, Duration.ZERO, List.of());
        expire();
    }

    // ---- Leases ----

    @Override
    public @Nullable Lease<E> lease(int max, Duration linger, Collection<? extends Lease<E>> handled)
            throws InterruptedException {
        leaseCalls.incrementAndGet();
        lock.lockInterruptibly();
        try {
            checkAvailable();
            handled.forEach(lease -> {
                if (!lease.isClosed()) {
                    ((InMemoryLease) lease).end(List.of());
                }
            });
            long nanos = linger.toNanos();
            while (slots.isEmpty() || (slots.size() < max && nanos > 0 && !writingEnded)) {
                checkOpen();
                if (!slots.isEmpty()) {
                    nanos = changed.awaitNanos(nanos);
                } else if (writingEnded && leases.isEmpty()) {
                    changed.signalAll();
                    return null;
                } else {
                    readersWaiting++;
                    try {
                        changed.await();
                    } finally {
                        readersWaiting--;
                    }
                }
            }
            checkOpen();
            InMemoryLease lease = new InMemoryLease(max);
            leases.add(lease);
            return lease;
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed || detached) {
            throw new BufferClosedException("closed", error, 0);
        }
    }

    private void checkAvailable() {
        RuntimeException failure = outage;
        if (failure != null) {
            throw failure;
        }
    }

    private final class InMemoryLease implements Lease<E> {

        private final List<Slot<E>> slots = new ArrayList<>();
        private boolean expired;
        private boolean ended;

        private InMemoryLease(int max) {
            Deque<Slot<E>> source = LeasingBuffer.this.slots;
            while (slots.size() < max && !source.isEmpty()) {
                slots.add(source.remove());
            }
        }

        private void expire() {
            expired = true;
            for (int i = slots.size() - 1; i >= 0; i--) {
                Slot<E> slot = slots.get(i);
                LeasingBuffer.this.slots.addFirst(new Slot<>(slot.element(), slot.sequence(), slot.redeliveries() + 1));
            }
        }

        private void end(List<Integer> indexes) {
            ended = true;
            if (!expired) {
                leases.remove(this);
                for (int i = indexes.size() - 1; i >= 0; i--) {
                    LeasingBuffer.this.slots.addFirst(slots.get(indexes.get(i)));
                }
            }
            changed.signalAll();
        }

        private boolean endByCall(List<Integer> indexes, AtomicInteger calls) {
            lock.lock();
            try {
                if (!ended && !detached) {
                    checkAvailable();
                    calls.incrementAndGet();
                    end(indexes);
                }
                return ended && !expired;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public List<Envelope<E>> envelopes() {
            return slots.stream()
                    .map(slot -> new Envelope<>(slot.element(), slot.sequence(), null))
                    .toList();
        }

        @Override
        public int redeliveries(int index) {
            return slots.get(index).redeliveries();
        }

        @Override
        public boolean acknowledge() {
            return endByCall(List.of(), acknowledgements);
        }

        @Override
        public boolean giveBack(List<Integer> indexes) {
            return endByCall(indexes, returns);
        }

        @Override
        public boolean isClosed() {
            lock.lock();
            try {
                return ended || detached;
            } finally {
                lock.unlock();
            }
        }
    }

    // ---- SharedBuffer ----

    @Override
    public String backend() {
        return "memory";
    }

    @Override
    public String generation() {
        return "1";
    }

    @Override
    public ClientStats clientStats() {
        return new ClientStats(0, readersWaiting(), 0, 0, 0, 0, 0, 0, outage == null, false, detached);
    }

    @Override
    public void detach() {
        detached = true;
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- Writers ----

    @Override
    public boolean offer(E element) {
        beforeWrite.run();
        lock.lock();
        try {
            if (writingEnded || closed || detached) {
                return false;
            }
            slots.add(new Slot<>(element, sequence++, 0));
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void add(E element) {
        if (!offer(element)) {
            throw new BufferClosedException("closed", error, 0);
        }
    }

    @Override
    public void write(E[] source, int offset, int length) {
        for (int i = 0; i < length; i++) {
            add(source[offset + i]);
        }
    }

    @Override
    public boolean offer(E element, Duration timeout) {
        return offer(element);
    }

    @Override
    public int offer(E[] source, int offset, int length) {
        int written = 0;
        while (written < length && offer(source[offset + written])) {
            written++;
        }
        return written;
    }

    @Override
    public boolean closeWrite() {
        lock.lock();
        try {
            boolean first = !writingEnded;
            writingEnded = true;
            changed.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean closeWrite(Throwable cause) {
        return closeWrite();
    }

    @Override
    public boolean closeWithError(@Nullable Throwable cause) {
        lock.lock();
        try {
            closed = true;
            error = cause;
            slots.clear();
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closeWithError(null);
    }

    // ---- State ----

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        lock.lock();
        try {
            checkAvailable();
            return slots.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferState state() {
        lock.lock();
        try {
            checkAvailable();
            if (closed || detached) {
                return BufferState.CLOSED;
            }
            boolean empty = slots.isEmpty() && leases.isEmpty();
            return !writingEnded ? BufferState.OPEN : empty ? BufferState.DRAINED : BufferState.DRAINING;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<E> snapshot() {
        lock.lock();
        try {
            return slots.stream().map(Slot::element).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferStats stats() {
        return new BlockBuffer<E>(1).stats();
    }

    @Override
    public @Nullable Throwable error() {
        return error;
    }

    @Override
    public int capacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean awaitDrained(Duration timeout) {
        return state().isTerminal();
    }

    // ---- What a listener must not do with a buffer that leases ----

    private static UnsupportedOperationException taken() {
        return new UnsupportedOperationException("elements are leased");
    }

    @Override
    public E next() {
        throw taken();
    }

    @Override
    public Envelope<E> nextEnvelope() {
        throw taken();
    }

    @Override
    public int read(@Nullable E[] target, int offset, int length) {
        throw taken();
    }

    @Override
    public E poll() {
        throw taken();
    }

    @Override
    public E poll(Duration timeout) {
        throw taken();
    }

    @Override
    public List<E> readBatch(int max, Duration linger) {
        throw taken();
    }

    @Override
    public List<Envelope<E>> readEnvelopes(int max, Duration linger) {
        throw taken();
    }

    @Override
    public int drainTo(Collection<? super E> target, int max) {
        throw taken();
    }

    @Override
    public E peek() {
        throw taken();
    }

    @Override
    public int discard(int max) {
        throw taken();
    }

    @Override
    public void putBack(List<? extends E> elements) {
        throw taken();
    }

    @Override
    public int reset() {
        throw taken();
    }

    @Override
    public void resize(int capacity) {
        throw taken();
    }
}
