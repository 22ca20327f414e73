package io.github.buffer4j.spring.listener;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Items of which a try has failed, until each is handled or given up. First they are tried again together, as often as
 * the retry policy allows. Then a batch is split in halves, which are tried once each, or as often as the policy allows
 * if the failure of the batch was one that the policy excludes. When many items in a row have failed alone, and none
 * has succeeded in between, the cause may be elsewhere, such as in a database that is down: what is left is a batch
 * again.
 *
 * <p>Used by one thread at a time.
 */
final class Delivery {

    /** Returned when nothing is left. */
    static final long DONE = -1;

    private static final int MAX_FAILURES_IN_A_ROW = 10;

    private final ThreadedContainer container;
    private final ListenerSpec spec;
    private final Deque<Part> parts = new ArrayDeque<>();
    private int failuresInARow;

    private final Consumer<List<Object>> putBack;
    private final IntConsumer left;

    private Delivery(ThreadedContainer container, Consumer<List<Object>> putBack, IntConsumer left) {
        this.container = container;
        this.spec = container.spec();
        this.putBack = putBack;
        this.left = left;
    }

    /**
     * Creates a delivery of items, which go back to the front of the buffer if they are not handled.
     *
     * @param lane is notified of how many are left
     */
    static Delivery of(ThreadedContainer container, List<?> items, Lane lane) {
        return of(container, items, container::putBack, lane::setInFlight);
    }

    /**
     * Creates a delivery of items.
     *
     * @param putBack is called with items that are not handled because the container stops
     */
    static Delivery of(ThreadedContainer container, List<?> items, Consumer<List<Object>> putBack) {
        return of(container, items, putBack, count -> {});
    }

    private static Delivery of(
            ThreadedContainer container, List<?> items, Consumer<List<Object>> putBack, IntConsumer left) {
        Delivery delivery = new Delivery(container, putBack, left);
        delivery.parts.add(new Part(items, 0, true));
        return delivery;
    }

    /** Returns whether a try has failed. */
    boolean hasBegun() {
        Part part = parts.peek();
        return part != null && part.attempts > 0;
    }

    /**
     * Tries what is left.
     *
     * @return the time to wait before this is called again, in milliseconds; {@link #DONE} if nothing is left
     */
    long run() {
        long delay = DONE;
        for (Part part = parts.peek(); part != null && delay == DONE; part = parts.peek()) {
            if (Lane.isCurrentForced()) {
                putBackRest();
                break;
            }
            left.accept(parts.stream().mapToInt(each -> each.items.size()).sum());
            if (part.attempts > 0 && container.isHurried()) {
                part.lastTry = true;
            }
            try {
                container.calls().call(part.items);
                parts.remove();
                failuresInARow = 0;
            } catch (Exception e) {
                delay = failed(part, e);
            } catch (Error e) {
                halt(e);
            }
        }
        return delay;
    }

    /**
     * Continues after the first try of all items has failed elsewhere.
     *
     * @return as {@link #run}
     */
    long fail(Exception failure) {
        long delay = failed(parts.element(), failure);
        return delay == DONE ? run() : delay;
    }

    /** Puts back all that is left, and stops the container because of a failure. */
    void halt(Throwable failure) {
        container.fail(failure);
        putBackRest();
    }

    private long failed(Part part, Exception failure) {
        try {
            return judge(part, failure);
        } catch (RuntimeException | Error e) {
            if (e != failure) {
                e.addSuppressed(failure);
            }
            halt(e);
            return DONE;
        }
    }

    /* Returns DONE once the part is no longer there. A retry policy of the application may throw. */
    private long judge(Part part, Exception failure) {
        part.attempts++;
        if (failure instanceof TargetClosedException) {
            if (container.leases() == null) {
                parts.remove();
                container.failures().targetClosed(part.items.size(), failure);
            } else {
                container.failures().targetClosedBeforeReturn(part.items.size(), failure);
            }
            container.beginStop();
            putBackRest();
            return DONE;
        }
        if (Lane.isCurrentForced()) {
            putBackRest();
            return DONE;
        }
        long delay = delay(part, failure);
        if (delay != DONE) {
            container.observer().retried();
            return delay;
        }
        if (part.items.size() > 1 && spec.split() == Split.BISECT) {
            parts.remove();
            split(part, failure);
        } else {
            giveUp(part, failure);
        }
        return DONE;
    }

    /* Once the container stops there is one last try, without a wait. */
    private long delay(Part part, Exception failure) {
        boolean named =
                failure instanceof BatchFailedException && part.items.size() > 1 && spec.split() == Split.BISECT;
        if (!part.retryable || part.lastTry || named || !spec.retry().shouldRetry(failure)) {
            return DONE;
        }
        if (part.backOff == null) {
            part.backOff = spec.retry().getBackOff().start();
        }
        long delay = part.backOff.nextBackOff();
        return delay == BackOffExecution.STOP ? DONE : container.isHurried() ? 0 : delay;
    }

    private void split(Part part, Exception failure) {
        List<?> items = part.items;
        if (failure instanceof BatchFailedException named) {
            SortedSet<Integer> indexes = named.indexes().headSet(items.size());
            if (!indexes.isEmpty()) {
                separate(part, indexes);
                return;
            }
        }
        int middle = items.size() / 2;
        boolean retryable = !spec.retry().shouldRetry(failure);
        parts.addFirst(new Part(items.subList(middle, items.size()), part.attempts, retryable));
        parts.addFirst(new Part(items.subList(0, middle), part.attempts, retryable));
    }

    private void separate(Part part, SortedSet<Integer> indexes) {
        List<Object> others = new ArrayList<>();
        Deque<Part> named = new ArrayDeque<>();
        for (int i = 0; i < part.items.size(); i++) {
            Object item = part.items.get(i);
            if (indexes.contains(i)) {
                named.addFirst(new Part(List.of(item), part.attempts, true));
            } else {
                others.add(item);
            }
        }
        named.forEach(parts::addFirst);
        if (!others.isEmpty()) {
            parts.addFirst(new Part(others, part.attempts, false));
        }
    }

    private void giveUp(Part part, Exception failure) {
        if (!container.failures().giveUp(part.items, failure, part.attempts)) {
            halt(failure);
            return;
        }
        parts.remove();
        if (++failuresInARow == MAX_FAILURES_IN_A_ROW) {
            failuresInARow = 0;
            joinRest();
        }
    }

    private void joinRest() {
        List<Object> rest = takeRest();
        if (!rest.isEmpty()) {
            parts.add(new Part(rest, 0, true));
        }
    }

    private void putBackRest() {
        List<Object> rest = takeRest();
        if (!rest.isEmpty()) {
            putBack.accept(rest);
        }
    }

    private List<Object> takeRest() {
        List<Object> rest = new ArrayList<>();
        parts.forEach(part -> rest.addAll(part.items));
        parts.clear();
        return rest;
    }

    private static final class Part {

        private final List<?> items;
        private final boolean retryable;
        private int attempts;
        private boolean lastTry;
        private @Nullable BackOffExecution backOff;

        private Part(List<?> items, int attempts, boolean retryable) {
            this.items = items;
            this.attempts = attempts;
            this.retryable = retryable;
        }
    }
}
