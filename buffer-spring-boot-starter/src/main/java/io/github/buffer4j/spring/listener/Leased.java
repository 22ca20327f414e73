package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Envelope;

/**
 * An item of a lease. Two items of one lease may have the same element, so items are told apart by their indexes.
 *
 * @param lease the lease
 * @param index the index of the item in its lease
 * @param envelope the element
 * @param redeliveries how often the element was leased before
 */
record Leased(HeldLease lease, int index, Envelope<Object> envelope, int redeliveries) {}
