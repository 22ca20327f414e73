package io.github.buffer4j.spring.redis;

import static io.github.buffer4j.spring.redis.RedisClient.ascii;
import static io.github.buffer4j.spring.redis.RedisClient.utf8;

import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.spring.Lease;
import io.github.buffer4j.spring.redis.RedisLease.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one client. Safe for use by any number of threads.
 *
 * @param <E> the type of the elements
 */
final class RedisLeases<E> {

    private static final Log LOGGER = LogFactory.getLog(RedisBuffer.class);

    private static final int FOUND = 1;
    private static final int RETURNED_FOUND = 3;

    private final RedisClient client;
    private final RedisReading<E> reading;
    private final long millis;
    private final AtomicLong created = new AtomicLong();
    private final LongAdder redelivered = new LongAdder();
    private final Set<RedisLease<E>> open = ConcurrentHashMap.newKeySet();

    /* The names of the leases to renew, those included whose reader still waits for more. */
    private final Set<String> renewed = ConcurrentHashMap.newKeySet();

    RedisLeases(RedisClient client, RedisReading<E> reading, Duration length) {
        this.client = client;
        this.reading = reading;
        this.millis = length.toMillis();
    }

    int count() {
        return open.size();
    }

    long redelivered() {
        return redelivered.sum();
    }

    /** Acknowledges leases and leases elements; returns null if the stream has ended without an error. */
    @Nullable
    RedisLease<E> lease(int max, long lingerNanos, Collection<? extends Lease<E>> handled) throws InterruptedException {
        List<RedisLease<E>> closing = handled.stream().flatMap(this::closing).toList();
        List<String> toClose =
                closing.stream().flatMap(lease -> lease.names().stream()).toList();
        List<Part<E>> parts = new ArrayList<>();
        try {
            read(parts, max, lingerNanos, toClose, closing);
            if (parts.isEmpty()) {
                return null;
            }
            RedisLease<E> lease = new RedisLease<>(this, parts);
            open.add(lease);
            return lease;
        } catch (Error e) {
            /* Nobody has the parts, which come back when their leases end. */
            parts.forEach(part -> renewed.remove(part.name()));
            throw e;
        }
    }

    private void read(
            List<Part<E>> parts, int max, long lingerNanos, List<String> acknowledged, List<RedisLease<E>> closing)
            throws InterruptedException {
        List<String> toClose = acknowledged;
        int count = 0;
        long begin = System.nanoTime();
        long left = Signals.FOREVER;
        do {
            Part<E> part = part(max - count, left, toClose, parts.isEmpty(), closing);
            if (part == null) {
                return;
            }
            if (parts.isEmpty()) {
                begin = System.nanoTime();
            }
            parts.add(part);
            count += part.elements().size();
            toClose = List.of();
            left = lingerNanos - (System.nanoTime() - begin);
        } while (count < max && left > 0);
    }

    /* Once there is a part, what happens to the next one is left to the next call. */
    private @Nullable Part<E> part(
            int max, long nanos, List<String> toClose, boolean first, List<RedisLease<E>> closing)
            throws InterruptedException {
        Runnable inDoubt = () -> closing.forEach(RedisLease::noteDoubtful);
        /* Leases that end at the same time go back in the order of their names. */
        String name = client.clientName() + ":%019d".formatted(created.getAndIncrement());
        try {
            RedisReading.Outcome<E> outcome =
                    reading.lease(max, nanos, new RedisReading.LeaseName(name, millis), toClose, inDoubt);
            outcome.elements().stream()
                    .filter(element -> element.redeliveries() > 0)
                    .forEach(e -> redelivered.increment());
            if (outcome.elements().isEmpty()) {
                return null;
            }
            renewed.add(name);
            return new Part<>(name, outcome.elements());
        } catch (InterruptedException | RuntimeException e) {
            if (first) {
                throw e;
            }
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
        return null;
    }

    private Stream<RedisLease<E>> closing(Lease<E> lease) {
        if (!(lease instanceof RedisLease<E> own) || !own.close()) {
            return Stream.of();
        }
        forget(own);
        return Stream.of(own);
    }

    private void forget(RedisLease<E> lease) {
        open.remove(lease);
        renewed.removeAll(lease.names());
    }

    boolean acknowledge(RedisLease<E> lease) {
        forget(lease);
        lease.noteDoubtful();
        Reply reply = client.execute(Script.ACKNOWLEDGE, arguments(0, lease.names()));
        return lease.settled(reply.integer(FOUND) == lease.names().size());
    }

    /* The later parts go back before the earlier ones, which are in front of them then. */
    boolean giveBack(RedisLease<E> lease, List<Integer> indexes) {
        forget(lease);
        lease.noteDoubtful();
        boolean found = true;
        int partEnd =
                lease.parts().stream().mapToInt(part -> part.elements().size()).sum();
        for (int i = lease.parts().size() - 1; i >= 0; i--) {
            Part<E> part = lease.parts().get(i);
            int partBegin = partEnd - part.elements().size();
            List<byte[]> arguments = new ArrayList<>();
            arguments.add(utf8(part.name()));
            for (int index : indexes) {
                if (index >= partBegin && index < partEnd) {
                    arguments.add(ascii(part.elements().get(index - partBegin).position()));
                }
            }
            found &= client.execute(Script.RETURN, arguments.toArray(byte[][]::new))
                            .integer(RETURNED_FOUND)
                    == 1;
            partEnd = partBegin;
        }
        return lease.settled(found);
    }

    /** Renews all leases. A failure is logged: the next renewal may succeed. */
    void renew() {
        List<String> names = List.copyOf(renewed);
        if (names.isEmpty()) {
            return;
        }
        try {
            client.look(Script.RENEW, arguments(millis, names));
        } catch (BufferClosedException e) {
            LOGGER.debug("The leases of the buffer '" + client.name() + "' are gone", e);
        } catch (RuntimeException e) {
            LOGGER.warn("The leases of the buffer '" + client.name() + "' could not be renewed", e);
        }
    }

    private static byte[][] arguments(long number, List<String> names) {
        return Stream.concat(Stream.of(ascii(number)), names.stream().map(RedisClient::utf8))
                .toArray(byte[][]::new);
    }

    /** Forgets all leases, which end by themselves. */
    void abandon() {
        open.stream().filter(RedisLease::close).forEach(RedisLease::noteDoubtful);
        open.clear();
        renewed.clear();
    }
}
