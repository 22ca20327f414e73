package io.github.buffer4j.spring.redis;

import io.github.buffer4j.BufferKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * Builds a client of a buffer on a server. The buffer is created if there is none of its name, or if the one that there
 * is has ended. Not safe for use by several threads.
 *
 * @param <E> the type of the elements
 */
public final class RedisBufferBuilder<E> {

    private static final int DEFAULT_MAX_ELEMENT_SIZE = 1 << 20;

    /* A server refuses values of more than 512 MiB and closes connections with commands of more than 1 GiB. */
    private static final int LARGEST_MAX_ELEMENT_SIZE = 256 << 20;

    private final RedisBuffers owner;
    private final String name;
    private final RedisSerializer<E> serializer;
    private String prefix = "buffer4j";
    private Duration commandTimeout = Duration.ofSeconds(30);
    private Duration lease = Duration.ofSeconds(30);
    private Duration safetyLook = Duration.ofSeconds(5);
    private int maxElementSize = DEFAULT_MAX_ELEMENT_SIZE;
    private MismatchAction onMismatch = MismatchAction.FAIL;

    RedisBufferBuilder(RedisBuffers owner, String name, RedisSerializer<E> serializer) {
        this.owner = owner;
        this.name = Objects.requireNonNull(name, "name");
        this.serializer = Objects.requireNonNull(serializer, "serializer");
    }

    /**
     * Sets what the names of all keys begin with. Applications with different prefixes have different buffers.
     *
     * @param newPrefix the prefix, of ASCII letters, digits, '.', '_' and '-'; {@code buffer4j} if not set
     * @return this builder
     */
    public RedisBufferBuilder<E> prefix(String newPrefix) {
        this.prefix = Objects.requireNonNull(newPrefix, "prefix");
        return this;
    }

    /**
     * Sets how long a command without an answer is tried again.
     *
     * @param timeout the time, more than zero; 30 s if not set
     * @return this builder
     * @throws IllegalArgumentException if it is not more than zero
     */
    public RedisBufferBuilder<E> commandTimeout(Duration timeout) {
        this.commandTimeout = requirePositive("commandTimeout", timeout);
        return this;
    }

    /**
     * Sets after which time the elements of a client are delivered again that neither acknowledges nor renews its
     * lease. A client renews its leases while it lives.
     *
     * @param length the time, 1 ms or more; 30 s if not set
     * @return this builder
     * @throws IllegalArgumentException if it is shorter
     */
    public RedisBufferBuilder<E> lease(Duration length) {
        if (length.toMillis() < 1) {
            throw new IllegalArgumentException("lease must be 1 ms or more, but is " + length);
        }
        this.lease = length;
        return this;
    }

    /**
     * Sets after which time without a signal a waiting thread looks at the buffer.
     *
     * @param interval the time; zero for never; 5 s if not set
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public RedisBufferBuilder<E> safetyLook(Duration interval) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("safetyLook must not be negative, but is " + interval);
        }
        this.safetyLook = interval;
        return this;
    }

    /**
     * Sets how long the code of an element may be.
     *
     * @param bytes the size in bytes, 1 to 268,435,456 (256 MiB); 1 MiB if not set
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public RedisBufferBuilder<E> maxElementSize(int bytes) {
        if (bytes < 1 || bytes > LARGEST_MAX_ELEMENT_SIZE) {
            throw new IllegalArgumentException(
                    "maxElementSize must be 1 to " + LARGEST_MAX_ELEMENT_SIZE + ", but is " + bytes);
        }
        this.maxElementSize = bytes;
        return this;
    }

    /**
     * Sets what happens if the buffer on the server has another kind or capacity.
     *
     * @param action what happens; {@link MismatchAction#FAIL} if not set
     * @return this builder
     */
    public RedisBufferBuilder<E> onMismatch(MismatchAction action) {
        this.onMismatch = Objects.requireNonNull(action, "action");
        return this;
    }

    private static Duration requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " must be more than zero, but is " + value);
        }
        return value;
    }

    /**
     * Attaches to a buffer whose writers wait while it is full.
     *
     * @param capacity how many elements fit, 1 to 1,073,741,824
     * @return a client of it
     * @throws IllegalArgumentException if the capacity, the name or the prefix is invalid
     * @throws BufferMismatchException if the buffer on the server is another one
     * @throws IllegalStateException if it is one of another release of this library that keeps it in another way, or if
     *     the server does not permit what a client needs
     * @throws BufferUnavailableException if the server does not answer
     */
    public RedisBuffer<E> block(int capacity) {
        return build(BufferKind.BLOCK, capacity);
    }

    /**
     * Attaches to a buffer that overwrites its oldest elements while it is full.
     *
     * @param capacity how many elements fit, 1 to 1,073,741,824
     * @return a client of it
     * @throws IllegalArgumentException if the capacity, the name or the prefix is invalid
     * @throws BufferMismatchException if the buffer on the server is another one
     * @throws IllegalStateException if it is one of another release of this library that keeps it in another way, or if
     *     the server does not permit what a client needs
     * @throws BufferUnavailableException if the server does not answer
     */
    public RedisBuffer<E> ring(int capacity) {
        return build(BufferKind.RING, capacity);
    }

    /**
     * Attaches to a buffer that grows.
     *
     * @param maxCapacity how many elements fit, 1 to 1,073,741,824, or {@link Integer#MAX_VALUE} for no limit
     * @return a client of it
     * @throws IllegalArgumentException if the capacity, the name or the prefix is invalid
     * @throws BufferMismatchException if the buffer on the server is another one
     * @throws IllegalStateException if it is one of another release of this library that keeps it in another way, or if
     *     the server does not permit what a client needs
     * @throws BufferUnavailableException if the server does not answer
     */
    public RedisBuffer<E> growable(int maxCapacity) {
        return build(BufferKind.GROWABLE, maxCapacity);
    }

    private RedisBuffer<E> build(BufferKind kind, int capacity) {
        RedisBuffer.requireCapacity(kind, capacity);
        RedisClient client =
                new RedisClient(owner.connectionFactory(), prefix, name, owner.nextClientName(), commandTimeout);
        try {
            Reply reply = client.open(kind, capacity, onMismatch == MismatchAction.ALTER);
            BufferKind found = BufferKind.valueOf(reply.text(2).toUpperCase(Locale.ROOT));
            int foundCapacity = reply.integer(3);
            requireMatch(found, foundCapacity, kind, capacity);
            RedisBuffer<E> buffer = new RedisBuffer<>(owner, client, found, this);
            attach(buffer);
            return buffer;
        } catch (RuntimeException | Error e) {
            client.close();
            throw e;
        }
    }

    private void attach(RedisBuffer<E> buffer) {
        try {
            owner.attach(buffer, lease, commandTimeout);
        } catch (RuntimeException | Error e) {
            owner.detached(buffer);
            throw e;
        }
    }

    private void requireMatch(BufferKind found, int foundCapacity, BufferKind kind, int capacity) {
        boolean fits = onMismatch == MismatchAction.ADOPT
                || (found == kind && (foundCapacity == capacity || onMismatch == MismatchAction.ALTER));
        if (!fits) {
            throw new BufferMismatchException(
                    "The buffer '" + name + "' on the server is a "
                            + found.name().toLowerCase(Locale.ROOT)
                            + " buffer of capacity " + foundCapacity + ", and not a "
                            + kind.name().toLowerCase(Locale.ROOT) + " buffer of capacity " + capacity,
                    name,
                    found,
                    foundCapacity);
        }
    }

    ElementCodec<E> codec() {
        return new ElementCodec<>(name, serializer, maxElementSize);
    }

    Duration lease() {
        return lease;
    }

    long safetyNanos() {
        return safetyLook.toNanos();
    }
}
