package io.github.buffer4j.spring.test;

import io.github.buffer4j.ReaderThread.Activity;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.BeanFactory;

/**
 * Waits in a test for buffers and listeners, and controls them.
 *
 * <pre>{@code
 * @SpringBootTest
 * class ShopTest {
 *
 *     @Autowired
 *     BufferTester buffers;
 *
 *     @Test
 *     void shipsAnOrder(@Autowired BufferWriter<Order> orders) throws InterruptedException {
 *         orders.add(new Order(1));
 *         buffers.awaitDrained("orders"); // the order has been handled
 *     }
 * }
 * }</pre>
 *
 * <p>Where {@code spring-boot-test} is present there is a bean of this type with the scope prototype, so that a test
 * method has a tester that was created for it. A tester waits on signals, and is known to the application only while it
 * waits. A wait that fails throws an {@link AssertionError} that describes the buffer and its listeners, without the
 * contents of elements; if a listener has failed, its failure is the cause. A thread that is interrupted while it waits
 * gets such an error too, and keeps its interrupt status.
 *
 * <p>Safe for use by any number of threads, other than those of listeners. Actions of a listener or reader
 * <i>happen-before</i> the return of a method that has waited for them.
 */
public final class BufferTester implements AopInfrastructureBean {

    /** How long methods without a parameter for it wait at most: 10 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final BufferRegistry buffers;
    private final BufferListeners listeners;
    private final Map<BufferListenerContainer, Long> handledBefore = new HashMap<>();

    /**
     * Creates a tester, which counts what listeners finish from now on.
     *
     * @param buffers the buffers
     * @param listeners the listeners
     */
    public BufferTester(BufferRegistry buffers, BufferListeners listeners) {
        this.buffers = buffers;
        this.listeners = listeners;
        containers().forEach(container -> handledBefore.put(container, container.handled()));
    }

    /**
     * Creates a tester of an application.
     *
     * @param context the application context
     * @return a new tester, which counts what listeners finish from now on
     * @throws org.springframework.beans.BeansException if the application has no buffers
     */
    public static BufferTester of(BeanFactory context) {
        return new BufferTester(context.getBean(BufferRegistry.class), context.getBean(BufferListeners.class));
    }

    /**
     * Waits until a buffer is drained, as {@link #awaitDrained(String, Duration)} does, for at most {@link
     * #DEFAULT_TIMEOUT}.
     *
     * @param buffer the name of the buffer
     * @throws AssertionError if the time elapsed first, a failure has made it impossible, or the thread is interrupted
     * @throws io.github.buffer4j.spring.UnknownBufferException if there is no buffer of this name
     */
    public void awaitDrained(String buffer) {
        awaitDrained(buffer, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until all elements of a buffer were taken and handled: the buffer is empty, and no listener and no other
     * thread but the current one has elements of it in hand. An element that waits for its next try is in hand. What a
     * reader has handed to other threads is not known, as {@link io.github.buffer4j.StreamingBuffer#awaitIdle} says.
     *
     * @param buffer the name of the buffer
     * @param timeout how long to wait at most; zero or less means one attempt
     * @throws AssertionError if the time elapsed first, if elements are left whose listener has failed while nobody
     *     else reads from the buffer, or if the thread is interrupted
     * @throws io.github.buffer4j.spring.UnknownBufferException if there is no buffer of this name
     */
    public void awaitDrained(String buffer, Duration timeout) {
        BufferEntry entry = buffers.get(buffer);
        List<BufferListenerContainer> containers = containersOf(buffer);
        try (Signals signals = new Signals(containers, timeout)) {
            if (!awaitDrained(entry, containers, signals)) {
                String what = "Buffer '" + buffer + "' was not drained within " + timeout;
                throw failure(what, entry, failureOf(containers));
            }
        } catch (InterruptedException e) {
            throw failure("Interrupted before buffer '" + buffer + "' was drained", entry, e);
        }
    }

    /*
     * Looks at the listeners, the buffer and the listeners again: elements move from the buffer to a listener, and
     * from there back to the buffer.
     */
    private boolean awaitDrained(BufferEntry entry, List<BufferListenerContainer> containers, Signals signals)
            throws InterruptedException {
        do {
            if (!signals.awaitIdle(entry.buffer(), () -> isAbandoned(entry, containers))
                    || !signals.await(() -> haveNothingInHand(containers))) {
                return false;
            }
        } while (!entry.buffer().awaitIdle(Duration.ZERO) || !haveNothingInHand(containers));
        return true;
    }

    private static boolean haveNothingInHand(List<BufferListenerContainer> containers) {
        return containers.stream().allMatch(container -> container.inFlight() == 0);
    }

    /* Returns whether a listener has failed that has left elements, and nobody else reads from the buffer. */
    private static boolean isAbandoned(BufferEntry entry, List<BufferListenerContainer> containers) {
        return containers.stream().anyMatch(container -> container.failure() != null)
                && containers.stream().allMatch(container -> container.threads().isEmpty())
                && entry.buffer().size() > 0
                && Picture.readers(entry.buffer())
                        .noneMatch(reader -> reader.looping() || reader.activity() != Activity.IDLE);
    }

    /**
     * Waits until a listener has finished elements, as {@link #awaitHandled(String, long, Duration)} does, for at most
     * {@link #DEFAULT_TIMEOUT}.
     *
     * @param listener the id of the listener
     * @param count how many elements it has finished at least since this tester was created
     * @throws AssertionError if the time elapsed first, it has become impossible, or the thread is interrupted
     * @throws NoSuchElementException if there is no listener with this id
     */
    public void awaitHandled(String listener, long count) {
        awaitHandled(listener, count, DEFAULT_TIMEOUT);
    }

    /**
     * Waits until a listener has finished elements: has handled them, or has given them up after their last try.
     * Elements that it has put back to the buffer do not count.
     *
     * @param listener the id of the listener
     * @param count how many elements it has finished at least since this tester was created
     * @param timeout how long to wait at most; zero or less means one attempt
     * @throws AssertionError if the time elapsed first, if the listener has failed or its buffer has ended before, or
     *     if the thread is interrupted
     * @throws NoSuchElementException if there is no listener with this id
     */
    public void awaitHandled(String listener, long count, Duration timeout) {
        BufferListenerContainer container = container(listener);
        BufferEntry entry = buffers.get(container.spec().buffer());
        String what = "Listener '" + listener + "' has not handled " + count + " elements";
        try (Signals signals = new Signals(List.of(container), timeout)) {
            signals.await(() -> handled(container) >= count || isOver(container, entry));
            if (handled(container) < count) {
                throw failure(what + " within " + timeout, entry, container.failure());
            }
        } catch (InterruptedException e) {
            throw failure(what + " when interrupted", entry, e);
        }
    }

    private static boolean isOver(BufferListenerContainer container, BufferEntry entry) {
        return container.threads().isEmpty()
                && (container.failure() != null || entry.buffer().state().isTerminal());
    }

    /**
     * Returns how many elements a listener has finished, as {@link #awaitHandled(String, long, Duration)} counts them.
     *
     * @param listener the id of the listener
     * @return the number since this tester was created
     * @throws NoSuchElementException if there is no listener with this id
     */
    public long handled(String listener) {
        return handled(container(listener));
    }

    private long handled(BufferListenerContainer container) {
        return container.handled() - handledBefore.getOrDefault(container, 0L);
    }

    /**
     * Pauses a listener, as {@link #pause(String, Duration)} does, and waits for at most {@link #DEFAULT_TIMEOUT}.
     *
     * @param listener the id of the listener
     * @throws AssertionError if the time elapsed first, the listener does not run, or the thread is interrupted
     * @throws NoSuchElementException if there is no listener with this id
     */
    public void pause(String listener) {
        pause(listener, DEFAULT_TIMEOUT);
    }

    /**
     * Pauses a listener and waits until it is paused, so that it has no elements in hand and takes none. It remains
     * paused after the test, also for other tests in the same application context.
     *
     * @param listener the id of the listener
     * @param timeout how long to wait at most; zero or less means one attempt
     * @throws AssertionError if the time elapsed first, if the listener was not started, has stopped or failed, or if
     *     the thread is interrupted
     * @throws NoSuchElementException if there is no listener with this id
     */
    public void pause(String listener, Duration timeout) {
        BufferListenerContainer container = container(listener);
        BufferEntry entry = buffers.get(container.spec().buffer());
        String what = "Listener '" + listener + "' was not paused";
        try (Signals signals = new Signals(List.of(container), timeout)) {
            container.pause();
            signals.await(() -> container.threads().isEmpty());
            if (container.state() != ListenerState.PAUSED) {
                throw failure(what + " within " + timeout, entry, container.failure());
            }
        } catch (InterruptedException e) {
            throw failure(what + " when interrupted", entry, e);
        }
    }

    /**
     * Resumes a listener that is paused. Has no effect on another one.
     *
     * @param listener the id of the listener
     * @throws NoSuchElementException if there is no listener with this id
     */
    public void resume(String listener) {
        container(listener).resume();
    }

    /**
     * Drops the elements of a buffer, and waits until what was taken before has been handled, as {@link
     * #awaitDrained(String)} does. Afterwards nothing of an earlier test is left.
     *
     * @param buffer the name of the buffer
     * @return how many elements were dropped
     * @throws AssertionError if elements are in hand for longer than {@link #DEFAULT_TIMEOUT}, or if the thread is
     *     interrupted
     * @throws io.github.buffer4j.spring.UnknownBufferException if there is no buffer of this name
     */
    public int reset(String buffer) {
        int dropped = buffers.get(buffer).buffer().reset();
        awaitDrained(buffer);
        return dropped;
    }

    private BufferListenerContainer container(String id) {
        BufferListenerContainer container = listeners.get(id);
        if (container == null) {
            List<String> ids = listeners.ids();
            throw new NoSuchElementException("No listener named '" + id + "'; "
                    + (ids.isEmpty() ? "there are no listeners" : "listeners: " + String.join(", ", ids)));
        }
        return container;
    }

    private Stream<BufferListenerContainer> containers() {
        return listeners.ids().stream()
                .map(listeners::get)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull);
    }

    private List<BufferListenerContainer> containersOf(String buffer) {
        return containers()
                .filter(container -> container.spec().buffer().equals(buffer))
                .toList();
    }

    private static @Nullable Throwable failureOf(List<BufferListenerContainer> containers) {
        return containers.stream()
                .map(BufferListenerContainer::failure)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private AssertionError failure(String what, BufferEntry entry, @Nullable Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new AssertionError(what + Picture.of(entry, containersOf(entry.name()), this::handled), cause);
    }
}
