package io.github.buffer4j.spring.listener;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.spring.Lease;
import io.github.buffer4j.spring.LeasingReader;
import io.github.buffer4j.spring.SharedBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The leases of a container. One whose items are finished waits here until a thread leases the next elements, which
 * acknowledges it in the same command, or leaves.
 *
 * <p>A lease that could not be settled, because the server is away, waits here, too: its client renews it, so nobody
 * else would get its elements. Thread-safe.
 */
final class Leases {

    /* The number of redeliveries that a lease knows is exact up to 255. */
    private static final int MAX_REDELIVERIES = 254;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final LeasingReader<Object> reader;
    private final ListenerObserver observer;
    private final LeaseLog log;
    private final int maxRedeliveries;
    private final Queue<HeldLease> finished = new ConcurrentLinkedQueue<>();

    Leases(LeasingReader<Object> reader, ListenerSpec spec, ListenerObserver observer, LongSupplier clock) {
        this.reader = reader;
        this.observer = observer;
        this.log = new LeaseLog(spec, clock);
        this.maxRedeliveries = maxRedeliveries(spec.retry());
    }

    /**
     * Returns how often an element may come again, which is as often as a policy allows another try, and once in any
     * case: a lease may end before the method was called, as those of all elements behind the one that it had.
     */
    static int maxRedeliveries(RetryPolicy policy) {
        BackOffExecution execution = policy.getBackOff().start();
        int retries = 0;
        while (retries < MAX_REDELIVERIES && execution.nextBackOff() != BackOffExecution.STOP) {
            retries++;
        }
        return Math.max(1, retries);
    }

    /** Returns why an item is given up without a call; null if it is to be handled. */
    @Nullable
    RedeliveriesExhaustedException exhaustion(Leased item) {
        return item.redeliveries() > maxRedeliveries ? new RedeliveriesExhaustedException(item.redeliveries()) : null;
    }

    /**
     * Leases elements, and acknowledges what is finished. Waits while the server is away.
     *
     * @return the lease; null at the end of the stream
     */
    @Nullable
    HeldLease lease(int max, Duration linger) throws InterruptedException {
        while (true) {
            try {
                return leaseOnce(max, linger);
            } catch (IllegalStateException e) {
                if (e instanceof BufferClosedException || !(reader instanceof SharedBuffer)) {
                    throw e;
                }
                log.away(e);
                Thread.sleep(BETWEEN_TRIES.toMillis());
            }
        }
    }

    private @Nullable HeldLease leaseOnce(int max, Duration linger) throws InterruptedException {
        List<HeldLease> handled = takeHandled();
        Lease<Object> lease;
        try {
            lease = reader.lease(
                    max, linger, handled.stream().map(HeldLease::lease).toList());
        } finally {
            handled.forEach(this::noteAcknowledged);
        }
        if (lease == null) {
            return null;
        }
        HeldLease held = new HeldLease(lease);
        int redelivered = (int)
                held.items().stream().filter(item -> item.redeliveries() > 0).count();
        if (redelivered > 0) {
            observer.redelivered(redelivered);
        }
        return held;
    }

    private List<HeldLease> takeHandled() {
        List<HeldLease> handled = new ArrayList<>(1);
        for (int count = finished.size(); count > 0; count--) {
            HeldLease lease = finished.poll();
            if (lease != null && lease.isHandled()) {
                handled.add(lease);
            } else if (lease != null) {
                settle(lease);
            }
        }
        return handled;
    }

    /* The result of a lease that is closed already is that of the call that has closed it. */
    private void noteAcknowledged(HeldLease lease) {
        if (!lease.lease().isClosed()) {
            finished.add(lease);
        } else if (!lease.settle()) {
            ended(lease);
        }
    }

    /** Notes that all items of a lease are finished, except those that go back. */
    void finished(HeldLease lease) {
        if (lease.isHandled()) {
            finished.add(lease);
        } else {
            settle(lease);
        }
    }

    /**
     * Notes that an item is finished, and acknowledges its lease if no other is left.
     *
     * @return false if the lease is to be acknowledged with the next one, because that has failed now
     */
    boolean finish(Leased item) {
        return !item.lease().finish() || settle(item.lease());
    }

    /** Returns items, oldest first, to the buffer: those of the newest lease first, so that the oldest end in front. */
    void putBack(List<?> items) {
        for (int i = items.size() - 1; i >= 0; i--) {
            Leased item = (Leased) items.get(i);
            if (item.lease().putBack(item.index())) {
                settle(item.lease());
            }
        }
    }

    /** Acknowledges all that is finished, by a thread that leaves. */
    void settle() {
        for (int count = finished.size(); count > 0; count--) {
            HeldLease lease = finished.poll();
            if (lease == null || !settle(lease)) {
                return;
            }
        }
    }

    /*
     * A thread that is forced to stop is interrupted, and gives back what it has all the same. Returns false if that
     * has failed, and is to be tried again.
     */
    private boolean settle(HeldLease lease) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    if (lease.lease().isClosed() || !lease.settle()) {
                        ended(lease);
                    }
                    return true;
                } catch (RuntimeException e) {
                    if (e instanceof BufferClosedException || lease.lease().isClosed()) {
                        ended(lease);
                        return true;
                    }
                    boolean disturbed = Thread.interrupted();
                    interrupted |= disturbed;
                    if (!disturbed) {
                        log.away(e);
                        finished.add(lease);
                        return false;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void ended(HeldLease lease) {
        int elements = lease.handled();
        if (elements > 0) {
            observer.leaseEnded(elements);
            log.ended(elements);
        }
    }

    /** Logs what was not logged yet, if the last line is a minute ago. */
    void flushWhenDue() {
        log.flushWhenDue();
    }

    /** Logs what was not logged yet. */
    void flush() {
        log.flush();
    }
}
