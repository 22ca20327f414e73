package io.github.buffer4j.spring.listener;

import java.io.Serial;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a listener of batches to name the elements that failed, so that the batch need not be searched for them.
 * All other elements of the batch are handled again, also those before the first one that is named: the method must be
 * transactional or idempotent. The elements named are tried again one by one.
 */
public class BatchFailedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The positions of the elements that failed. */
    private final TreeSet<Integer> indexes;

    /**
     * Creates an exception.
     *
     * @param message the problem
     * @param indexes the positions in the batch of the elements that failed, from 0
     * @param cause why they failed, or null
     * @throws IllegalArgumentException if there is no position, or a negative one
     */
    public BatchFailedException(@Nullable String message, Collection<Integer> indexes, @Nullable Throwable cause) {
        super(message, cause);
        this.indexes = new TreeSet<>(indexes);
        if (this.indexes.isEmpty() || this.indexes.first() < 0) {
            throw new IllegalArgumentException("The positions must be 0 or more, but are " + this.indexes);
        }
    }

    /**
     * Returns the positions of the elements that failed.
     *
     * @return the positions in ascending order, at least one
     */
    public SortedSet<Integer> indexes() {
        return new TreeSet<>(indexes);
    }
}
