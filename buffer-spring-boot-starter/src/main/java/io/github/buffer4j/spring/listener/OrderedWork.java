package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Handles the elements of one key in order, and those of different keys at the same time. A dispatcher thread takes
 * elements and appends each to the queue of its key. The other threads handle the first elements of queues. A queue
 * whose first element waits for its next try rests, and keeps no thread.
 */
final class OrderedWork implements Work {

    private final ThreadedContainer container;
    private final Buffer<Object> buffer;
    private final Invocation invocation;
    private final Function<Object, @Nullable Object> orderedBy;
    private final int maxHeld;
    private final @Nullable Leases leases;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition available = lock.newCondition();
    private final Condition room = lock.newCondition();

    /* The queues of all keys with elements, and of each element without a key. */
    private final Map<Object, KeyQueue> queues = new HashMap<>();
    private final Set<KeyQueue> unordered = new LinkedHashSet<>();
    private final Deque<KeyQueue> ready = new ArrayDeque<>();
    private final Queue<KeyQueue> resting = new PriorityQueue<>((a, b) -> Long.signum(a.retryAt - b.retryAt));
    private int held;
    private int running;
    private long taken;
    private long handled;
    private boolean ended;
    private boolean retrying;

    OrderedWork(
            ThreadedContainer container,
            Buffer<Object> buffer,
            Invocation invocation,
            Function<Object, @Nullable Object> orderedBy) {
        this.container = container;
        this.buffer = buffer;
        this.invocation = invocation;
        this.orderedBy = orderedBy;
        this.maxHeld = container.spec().inFlight();
        this.leases = container.leases();
    }

    // ---- The dispatcher ----

    /** Takes elements and appends them to their queues. */
    boolean dispatch(Lane lane) {
        int length = awaitRoom(lane);
        if (length == 0) {
            return true;
        }
        List<?> items = lane.take(() -> takeItems(length));
        if (items == null) {
            return true;
        }
        if (items.isEmpty()) {
            end();
            return false;
        }
        hold(items.size());
        for (int i = 0; i < items.size(); i++) {
            Object item = items.get(i);
            try {
                dispatch(item);
            } catch (RuntimeException | Error e) {
                fail(items.subList(i, items.size()), e);
                return true;
            }
        }
        return true;
    }

    private void dispatch(Object item) {
        RuntimeException failure = leases == null ? null : leases.exhaustion((Leased) item);
        int attempts = 0;
        if (failure == null) {
            try {
                append(key(item), item);
                return;
            } catch (RuntimeException e) {
                failure = e;
                attempts = 1;
            }
        }
        if (!container.failures().giveUp(List.of(item), failure, attempts)) {
            throw failure;
        }
        finishWithoutKey(item);
    }

    private @Nullable Object key(Object item) {
        try {
            return orderedBy.apply(invocation.element(item));
        } finally {
            Lane.clearInterrupt();
        }
    }

    /* The container stops first, so that the elements, which have no order here, go back to the buffer. */
    private void fail(List<?> items, Throwable failure) {
        container.fail(failure);
        items.forEach(item -> append(null, item));
    }

    private int awaitRoom(Lane lane) {
        lock.lock();
        try {
            ended = false;
            while (held >= maxHeld && container.isRunning() && !lane.isForced()) {
                room.await();
            }
            return container.isRunning() && !lane.isForced() ? maxHeld - held : 0;
        } catch (InterruptedException e) {
            keepInterrupt(lane);
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private List<?> takeItems(int length) throws InterruptedException {
        if (leases != null) {
            HeldLease lease = container.read(() -> leases.lease(length, Duration.ZERO));
            return lease == null ? List.of() : lease.items();
        }
        List<?> items = container.read(
                invocation.takesEnvelopes()
                        ? () -> buffer.readEnvelopes(length, Duration.ZERO)
                        : () -> buffer.readBatch(length, Duration.ZERO));
        return items == null ? List.of() : items;
    }

    private void hold(int elements) {
        lock.lock();
        try {
            held += elements;
        } finally {
            lock.unlock();
        }
    }

    private void finishWithoutKey(Object item) {
        finish(item);
        lock.lock();
        try {
            held--;
            handled++;
        } finally {
            lock.unlock();
        }
        container.progressed();
    }

    /* The dispatcher may be waiting for elements, so a lease is acknowledged at once. */
    private void finish(Object item) {
        if (leases != null && !leases.finish((Leased) item)) {
            container.acknowledgeAgain();
        }
    }

    private void append(@Nullable Object key, Object item) {
        lock.lock();
        try {
            KeyQueue queue;
            if (key == null) {
                queue = new KeyQueue(null);
                unordered.add(queue);
            } else {
                queue = queues.computeIfAbsent(key, KeyQueue::new);
            }
            boolean idle = queue.items.isEmpty();
            queue.items.add(new Taken(item, taken++));
            if (idle) {
                ready.add(queue);
                available.signal();
            }
        } finally {
            lock.unlock();
        }
        noteRetrying();
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            available.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- The other threads ----

    @Override
    public boolean step(Lane lane) {
        KeyQueue queue;
        lock.lock();
        try {
            while (true) {
                if (!container.isRunning() || lane.isForced()) {
                    return true;
                }
                if (ended && held == 0) {
                    return false;
                }
                queue = nextReady();
                if (queue != null) {
                    break;
                }
                KeyQueue next = resting.peek();
                if (next == null) {
                    available.await();
                } else {
                    long unused = available.awaitNanos(next.remaining());
                }
            }
            begin(queue);
        } catch (InterruptedException e) {
            keepInterrupt(lane);
            return true;
        } finally {
            lock.unlock();
        }
        handle(queue);
        return true;
    }

    private static void keepInterrupt(Lane lane) {
        if (lane.isForced()) {
            Thread.currentThread().interrupt();
        }
    }

    /* The dispatcher may append to the queue from now on, so its first element is noted under the lock. */
    private void begin(KeyQueue queue) {
        running++;
        queue.first = queue.items.element().item();
    }

    /* Returns a queue whose first element is to be tried now. */
    private @Nullable KeyQueue nextReady() {
        for (KeyQueue due = resting.peek();
                due != null && (container.isHurried() || due.remaining() <= 0);
                due = resting.peek()) {
            ready.add(resting.remove());
        }
        return ready.poll();
    }

    private void handle(KeyQueue queue) {
        Object item = Objects.requireNonNull(queue.first);
        Delivery delivery = queue.delivery;
        long delay = Delivery.DONE;
        try {
            if (delivery == null) {
                container.calls().call(item);
            } else {
                delay = delivery.run();
            }
        } catch (Exception e) {
            delivery = Delivery.of(container, List.of(item), rest -> queue.returned = true);
            delay = delivery.fail(e);
        } catch (Error e) {
            Delivery.of(container, List.of(item), rest -> queue.returned = true).halt(e);
        }
        handled(queue, item, delivery, delay);
    }

    private void handled(KeyQueue queue, Object item, @Nullable Delivery delivery, long delay) {
        if (delay == Delivery.DONE && !queue.returned) {
            finish(item);
        }
        lock.lock();
        try {
            running--;
            if (delay != Delivery.DONE) {
                queue.delivery = delivery;
                queue.retryAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
                resting.add(queue);
                available.signal();
            } else if (queue.returned) {
                queue.returned = false;
                queue.delivery = null;
                ready.addFirst(queue);
            } else {
                removeFirst(queue);
            }
        } finally {
            lock.unlock();
        }
        noteRetrying();
        container.progressed();
    }

    private void removeFirst(KeyQueue queue) {
        queue.delivery = null;
        queue.first = null;
        queue.items.remove();
        held--;
        handled++;
        if (!queue.items.isEmpty()) {
            ready.add(queue);
            available.signal();
        } else if (queue.key == null) {
            unordered.remove(queue);
        } else {
            queues.remove(queue.key, queue);
        }
        room.signal();
        if (ended && held == 0) {
            available.signalAll();
        }
    }

    private void noteRetrying() {
        lock.lock();
        try {
            boolean now = held >= maxHeld && running == 0 && ready.isEmpty() && !resting.isEmpty();
            if (now == retrying) {
                return;
            }
            retrying = now;
        } finally {
            lock.unlock();
        }
        container.stateChanged();
    }

    // ---- The end ----

    /* Elements that have been tried get their last try; during a pause they go back to the buffer with the others. */
    @Override
    public void leave(Lane lane) {
        for (KeyQueue queue = nextBegun(); queue != null && !lane.isForced(); queue = nextBegun()) {
            handle(queue);
        }
    }

    private @Nullable KeyQueue nextBegun() {
        lock.lock();
        try {
            if (!container.isHurried() || running >= container.spec().concurrency()) {
                return null;
            }
            for (Collection<KeyQueue> queues : List.of(ready, resting)) {
                for (KeyQueue queue : queues) {
                    if (queue.delivery != null && queue.delivery.hasBegun()) {
                        queues.remove(queue);
                        begin(queue);
                        return queue;
                    }
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wakeUp() {
        lock.lock();
        try {
            available.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean holdsElements() {
        return waiting() > 0;
    }

    @Override
    public void putBack() {
        List<Object> rest;
        lock.lock();
        try {
            rest = Stream.concat(queues.values().stream(), unordered.stream())
                    .flatMap(queue -> queue.items.stream())
                    .sorted(Comparator.comparing(Taken::number))
                    .map(Taken::item)
                    .toList();
        } finally {
            lock.unlock();
        }
        container.putBack(rest);
        clear();
    }

    private void clear() {
        lock.lock();
        try {
            queues.clear();
            unordered.clear();
            ready.clear();
            resting.clear();
            held = 0;
            retrying = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRetrying() {
        lock.lock();
        try {
            return retrying;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int waiting() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long handled() {
        lock.lock();
        try {
            return handled;
        } finally {
            lock.unlock();
        }
    }

    private record Taken(Object item, long number) {}

    private static final class KeyQueue {

        private final @Nullable Object key;
        private final Queue<Taken> items = new ArrayDeque<>();

        /* Of the thread that handles the first element; the queue is then neither ready nor resting. */
        private @Nullable Object first;
        private @Nullable Delivery delivery;
        private long retryAt;
        private boolean returned;

        private KeyQueue(@Nullable Object key) {
            this.key = key;
        }

        /* Returns the time until the next try, in nanoseconds. */
        private long remaining() {
            return retryAt - System.nanoTime();
        }
    }
}
