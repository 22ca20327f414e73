package io.github.buffer4j.spring.listener;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each thread leases an element or a batch, and handles it. Its lease is acknowledged with the next one, or before the
 * thread leaves.
 */
final class LeasedWork implements Work {

    private final ThreadedContainer container;
    private final Leases leases;
    private final ListenerSpec spec;

    LeasedWork(ThreadedContainer container, Leases leases) {
        this.container = container;
        this.leases = leases;
        this.spec = container.spec();
    }

    @Override
    public boolean step(Lane lane) {
        Taken taken = lane.take(this::take);
        if (taken == null) {
            return true;
        }
        HeldLease lease = taken.lease();
        if (lease == null) {
            return false;
        }
        try {
            handle(lane, lease.items());
        } catch (RuntimeException | Error e) {
            lease.putBackAll();
            throw e;
        } finally {
            leases.finished(lease);
        }
        lane.setInFlight(0);
        return true;
    }

    private Taken take() throws InterruptedException {
        return new Taken(container.read(() -> leases.lease(spec.batch(), spec.linger())));
    }

    private void handle(Lane lane, List<Leased> leased) {
        lane.setInFlight(leased.size());
        List<Leased> items = withoutExhausted(lane, leased);
        if (items.isEmpty()) {
            return;
        }
        try {
            container.calls().call(items);
        } catch (Exception e) {
            finish(lane, items, e);
        } catch (Error e) {
            Delivery.of(container, items, lane).halt(e);
        }
    }

    private void finish(Lane lane, List<?> items, Exception failure) {
        Delivery delivery = Delivery.of(container, items, lane);
        for (long delay = delivery.fail(failure); delay != Delivery.DONE; delay = delivery.run()) {
            Lane.clearInterrupt();
            container.backOff(lane, delay);
        }
    }

    /* Applies the policy to items that came again too often. Returns the others; none if all go back. */
    private List<Leased> withoutExhausted(Lane lane, List<Leased> leased) {
        List<Leased> items = leased;
        for (Leased item : leased) {
            RedeliveriesExhaustedException exhaustion = leases.exhaustion(item);
            if (exhaustion != null) {
                RuntimeException failure = giveUp(item, exhaustion);
                if (failure != null) {
                    container.fail(failure);
                    container.putBack(items);
                    return List.of();
                }
                items = new ArrayList<>(items);
                items.removeIf(each -> each.index() == item.index());
                lane.setInFlight(items.size());
            }
        }
        return items;
    }

    /* Returns why the container has to stop; null if it goes on. */
    private @Nullable RuntimeException giveUp(Leased item, RedeliveriesExhaustedException exhaustion) {
        try {
            return container.failures().giveUp(List.of(item), exhaustion, 0) ? null : exhaustion;
        } catch (RuntimeException e) {
            e.addSuppressed(exhaustion);
            return e;
        }
    }

    /** A lease; none at the end of the stream. */
    private record Taken(@Nullable HeldLease lease) {}
}
