package io.github.buffer4j.spring.redis;

import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.Lease;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Elements that were leased with one command or, if the reader has waited for more, with several.
 *
 * @param <E> the type of the elements
 */
final class RedisLease<E> implements Lease<E> {

    private final RedisLeases<E> leases;
    private final List<Part<E>> parts;
    private final List<Delivered<E>> elements;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean doubtful;

    /**
     * What was leased with one command.
     *
     * @param name the name of the lease on the server
     * @param elements the elements
     */
    record Part<E>(String name, List<Delivered<E>> elements) {}

    RedisLease(RedisLeases<E> leases, List<Part<E>> parts) {
        this.leases = leases;
        this.parts = List.copyOf(parts);
        this.elements = parts.stream().flatMap(part -> part.elements().stream()).toList();
    }

    List<Part<E>> parts() {
        return parts;
    }

    List<String> names() {
        return parts.stream().map(Part::name).toList();
    }

    @Override
    public List<Envelope<E>> envelopes() {
        return elements.stream().map(Delivered::envelope).toList();
    }

    @Override
    public int redeliveries(int index) {
        return elements.get(index).redeliveries();
    }

    @Override
    public boolean acknowledge() {
        return close() ? leases.acknowledge(this) : !doubtful;
    }

    @Override
    public boolean giveBack(List<Integer> indexes) {
        indexes.forEach(index -> Objects.checkIndex(index, elements.size()));
        return close() ? leases.giveBack(this, indexes) : !doubtful;
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    /** Closes the lease; returns false if it was closed before. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    /** Notes that the lease had ended before it was closed, or may have: its elements may be delivered twice. */
    void noteDoubtful() {
        doubtful = true;
    }

    /** Notes the answer of the server, and returns it. */
    boolean settled(boolean intact) {
        doubtful = !intact;
        return intact;
    }
}
