package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.Lease;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A lease until each of its items is finished or goes back. Thread-safe. */
final class HeldLease {

    private final Lease<Object> lease;
    private final List<Leased> items;

    /* Guarded by this object, whose lock is not held while the server is asked. */
    private final BitSet returned = new BitSet();
    private int open;

    HeldLease(Lease<Object> lease) {
        this.lease = lease;
        List<Envelope<Object>> envelopes = lease.envelopes();
        this.open = envelopes.size();
        this.items = new ArrayList<>(open);
        for (int i = 0; i < open; i++) {
            items.add(new Leased(this, i, envelopes.get(i), lease.redeliveries(i)));
        }
    }

    Lease<Object> lease() {
        return lease;
    }

    /** Returns the items, oldest first. */
    List<Leased> items() {
        return items;
    }

    /**
     * Notes that an item is finished.
     *
     * @return whether no item is left, and the lease is to be settled
     */
    synchronized boolean finish() {
        return --open == 0;
    }

    /**
     * Notes that an item is to go back.
     *
     * @return as {@link #finish}
     */
    synchronized boolean putBack(int index) {
        if (returned.get(index)) {
            return false;
        }
        returned.set(index);
        return --open == 0;
    }

    /** Notes that no item is finished, because it is unknown which ones are. */
    synchronized void putBackAll() {
        returned.set(0, items.size());
        open = 0;
    }

    /** Returns whether all items are finished, unless some are left. */
    synchronized boolean isHandled() {
        return returned.isEmpty();
    }

    /** Returns the number of items that do not go back. */
    synchronized int handled() {
        return items.size() - returned.cardinality();
    }

    /**
     * Acknowledges the lease, or gives back what is to go back.
     *
     * @return false if the lease had ended before
     */
    boolean settle() {
        List<Integer> indexes;
        synchronized (this) {
            indexes = returned.stream().boxed().toList();
        }
        return indexes.isEmpty() ? lease.acknowledge() : lease.giveBack(indexes);
    }
}
