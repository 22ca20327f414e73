package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.spring.BufferConsumer;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A container whose threads end when it stops or pauses, so that only threads that take elements or handle some are
 * alive.
 */
final class ThreadedContainer implements BufferListenerContainer, BufferConsumer {

    private static final Log LOGGER = LogFactory.getLog(BufferListeners.class);

    private final ListenerSpec spec;
    private final Buffer<Object> buffer;
    private final Invocation invocation;
    private final Results results;
    private final Failures failures;
    private final ListenerObserver observer;
    private final boolean observed;
    private final ThreadFactory threadFactory;
    private final Consumer<ListenerState> listener;
    private final @Nullable OrderedWork ordered;
    private final Work work;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final @Nullable Lane[] lanes;
    private final Queue<ListenerState> transitions = new ArrayDeque<>();
    private final ReentrantLock notifying = new ReentrantLock();
    private ListenerState noted = ListenerState.STOPPED;

    private boolean puttingBack;
    private boolean removed;
    private volatile Wish wish = Wish.STOP;
    private volatile boolean hurried;
    private volatile @Nullable Throwable failure;

    /** What the container was asked to do. */
    private enum Wish {
        RUN,
        PAUSE,
        STOP
    }

    ThreadedContainer(
            ListenerSpec spec,
            Buffer<Object> buffer,
            Invocation invocation,
            Results results,
            @Nullable Buffer<Object> deadLetters,
            ListenerObserver observer,
            ThreadFactory threadFactory,
            Consumer<ListenerState> listener) {
        this.spec = spec;
        this.buffer = buffer;
        this.invocation = invocation;
        this.results = results;
        this.failures = new Failures(spec, invocation, buffer, deadLetters, observer, System::nanoTime);
        this.observer = observer;
        this.observed = observer.observesCalls();
        this.threadFactory = threadFactory;
        this.listener = listener;
        Function<Object, @Nullable Object> orderedBy = spec.orderedBy();
        this.ordered = orderedBy == null ? null : new OrderedWork(this, buffer, invocation, orderedBy);
        this.work = ordered == null ? new UnorderedWork(this, buffer, invocation) : ordered;
        this.lanes = new @Nullable Lane[spec.concurrency() + (ordered == null ? 0 : 1)];
    }

    @Override
    public ListenerSpec spec() {
        return spec;
    }

    Failures failures() {
        return failures;
    }

    ListenerObserver observer() {
        return observer;
    }

    // ---- Asked from outside ----

    @Override
    public void start() {
        lock.lock();
        try {
            if (removed
                    || (wish == Wish.RUN && failure == null && live().findAny().isPresent())) {
                return;
            }
            wish = Wish.RUN;
            hurried = false;
            failure = null;
            startLanes();
            note();
        } finally {
            lock.unlock();
        }
        notifyListener();
    }

    @Override
    public void pause() {
        lock.lock();
        try {
            if (wish != Wish.RUN || failure != null || live().findAny().isEmpty()) {
                return;
            }
            wish = Wish.PAUSE;
            note();
            wakeUpAll();
        } finally {
            lock.unlock();
        }
        notifyListener();
    }

    @Override
    public void resume() {
        lock.lock();
        try {
            if (wish != Wish.PAUSE) {
                return;
            }
            wish = Wish.RUN;
            startLanes();
            note();
        } finally {
            lock.unlock();
        }
        notifyListener();
    }

    @Override
    public boolean stop(Duration timeout) {
        beginStop();
        return awaitStop(timeout);
    }

    /** Asks all threads to leave. */
    void beginStop() {
        lock.lock();
        try {
            wish = Wish.STOP;
            hurried = true;
            note();
            wakeUpAll();
        } finally {
            lock.unlock();
        }
        notifyListener();
    }

    /** Asks all threads to leave, for good. */
    void remove() {
        lock.lock();
        try {
            removed = true;
        } finally {
            lock.unlock();
        }
        beginStop();
    }

    /** Returns whether the container was removed, and no thread has elements any more. */
    boolean isGone() {
        lock.lock();
        try {
            return removed && live().findAny().isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waits for a next try, so that each has one last try. */
    void hurry() {
        lock.lock();
        try {
            hurried = true;
            work.wakeUp();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all threads have left. Interrupts those that have not after the time.
     *
     * @return whether all threads have left by themselves
     */
    boolean awaitStop(Duration timeout) {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lock();
        try {
            while (others().findAny().isPresent()) {
                if (nanos <= 0) {
                    force();
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
            failures.flush();
        }
        return true;
    }

    private void force() {
        LOGGER.warn("Listener '" + spec.id() + "' has not finished in time; interrupted threads: "
                + others().map(Lane::name).collect(Collectors.joining(", ")));
        others().forEach(Lane::force);
        changed.signalAll();
    }

    @Override
    public ListenerState state() {
        lock.lock();
        try {
            return currentState();
        } finally {
            lock.unlock();
        }
    }

    private ListenerState currentState() {
        boolean live = live().findAny().isPresent();
        if (failure != null) {
            return ListenerState.FAILED;
        }
        return switch (wish) {
            case RUN ->
                !live ? ListenerState.STOPPED : work.isRetrying() ? ListenerState.RETRYING : ListenerState.RUNNING;
            case PAUSE -> live ? ListenerState.PAUSING : ListenerState.PAUSED;
            case STOP -> live ? ListenerState.STOPPING : ListenerState.STOPPED;
        };
    }

    @Override
    public Map<String, ListenerState> threads() {
        lock.lock();
        try {
            ListenerState state = currentState();
            Map<String, ListenerState> threads = new LinkedHashMap<>();
            live().forEach(lane -> threads.put(lane.name(), state));
            return threads;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public int inFlight() {
        lock.lock();
        try {
            return work.waiting() + live().mapToInt(Lane::inFlight).sum();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String name() {
        return spec.id();
    }

    @Override
    public String source() {
        return spec.buffer();
    }

    @Override
    public Collection<String> targets() {
        return Stream.of(spec.sendTo(), spec.deadLetter())
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public boolean isAtWork() {
        lock.lock();
        try {
            return wish == Wish.RUN && failure == null && live().findAny().isPresent();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isBusy() {
        lock.lock();
        try {
            return live().findAny().isPresent() && inFlight() > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean runs(Thread thread) {
        lock.lock();
        try {
            return live().anyMatch(lane -> lane.isOf(thread));
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether it leaves what is in the buffer when the application shuts down. */
    boolean stopsWithCurrent() {
        return spec.stop() == ListenerStop.CURRENT;
    }

    // ---- Asked by the threads of the container ----

    /** Returns whether elements are to be taken. */
    boolean isRunning() {
        return wish == Wish.RUN && failure == null;
    }

    /** Returns whether waits for a next try have ended. */
    boolean isHurried() {
        return hurried;
    }

    /** Returns whether a thread goes on. Otherwise it has left. */
    boolean goesOn(Lane lane) {
        if (isRunning() && !lane.isForced()) {
            return true;
        }
        work.leave(lane);
        lock.lock();
        try {
            while (!isRunning() || lane.isForced()) {
                if (live().count() > 1
                        || !work.holdsElements()
                        || buffer.state().isTerminal()) {
                    leave(lane);
                    return false;
                }
                putBackAlone();
            }
            return true;
        } finally {
            lock.unlock();
            notifyListener();
        }
    }

    /*
     * Puts back what no thread handles, for the last thread, which keeps others from starting. A buffer that has ended
     * takes nothing back: what is left stays here, until the container starts again.
     */
    private void putBackAlone() {
        puttingBack = true;
        lock.unlock();
        try {
            work.putBack();
        } finally {
            lock.lock();
            puttingBack = false;
        }
        if (isRunning()) {
            startLanes();
        }
    }

    /** Notes that a thread has ended. */
    void left(Lane lane) {
        lock.lock();
        try {
            leave(lane);
        } finally {
            lock.unlock();
        }
        notifyListener();
    }

    private void leave(Lane lane) {
        for (int i = 0; i < lanes.length; i++) {
            if (lanes[i] == lane) {
                lanes[i] = null;
                if (lane.hasFailed() && isRunning()) {
                    start(i);
                }
            }
        }
        note();
        changed.signalAll();
    }

    /** Stops because of a failure. */
    void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            note();
            wakeUpAll();
        } finally {
            lock.unlock();
        }
        LOGGER.error("Listener '" + spec.id() + "' has stopped because of a failure", cause);
        notifyListener();
    }

    /** Stops because results can no longer be written. */
    void halt() {
        beginStop();
    }

    /** Reads from the buffer; returns null at its end, whatever the cause. */
    <T> @Nullable T read(Lane.Source<T> source) throws InterruptedException {
        try {
            return source.take();
        } catch (BufferClosedException e) {
            LOGGER.debug("Listener '" + spec.id() + "' ends because its buffer was closed", e);
            return null;
        }
    }

    /** Handles one item that is not in a batch, and writes its result. */
    void call(Object item) throws Exception {
        results.write(
                observed
                        ? observer.call(List.of(item), () -> Results.await(invoke(item)))
                        : Results.await(invoke(item)));
    }

    /** Handles the items together, and writes their result. */
    void call(List<?> items) throws Exception {
        results.write(
                observed ? observer.call(items, () -> Results.await(invoke(items))) : Results.await(invoke(items)));
    }

    private @Nullable Object invoke(Object item) throws Exception {
        try {
            return invocation.invoke(item);
        } finally {
            clearInterrupt();
        }
    }

    private @Nullable Object invoke(List<?> items) throws Exception {
        try {
            return invocation.invoke(items);
        } finally {
            clearInterrupt();
        }
    }

    /** Clears an interrupt status that code of the application has left behind. */
    void clearInterrupt() {
        if (Thread.interrupted() && isForced()) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the current thread was forced to stop, which a call that fails then may be due to. */
    boolean isForced() {
        lock.lock();
        try {
            return live().anyMatch(lane -> lane.isOf(Thread.currentThread()) && lane.isForced());
        } finally {
            lock.unlock();
        }
    }

    /** Puts items back to the front of the buffer. */
    void putBack(List<?> items) {
        if (items.isEmpty()) {
            return;
        }
        boolean lost = buffer.state().isTerminal();
        buffer.putBack(items.stream().map(invocation::element).toList());
        if (lost) {
            observer.failed(Outcome.DISCARDED, items.size());
            LOGGER.error("Listener '" + spec.id() + "' loses " + items.size()
                    + " elements that it has taken, because buffer '" + spec.buffer() + "' has ended");
        }
    }

    /** Waits for the next try, or until waits for a next try have ended. */
    void backOff(Lane lane, long millis) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lock();
        try {
            while (nanos > 0 && !hurried && !lane.isForced()) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    // ---- Threads; called under the lock ----

    private Stream<Lane> live() {
        return Arrays.stream(lanes).filter(Objects::nonNull);
    }

    private Stream<Lane> others() {
        return live().filter(lane -> !lane.isOf(Thread.currentThread()));
    }

    private void startLanes() {
        if (puttingBack) {
            return;
        }
        for (int i = 0; i < lanes.length; i++) {
            if (lanes[i] == null) {
                start(i);
            }
        }
    }

    private void start(int slot) {
        Lane lane = ordered != null && slot == spec.concurrency()
                ? new Lane(this, ordered::dispatch, spec.id() + "-dispatcher")
                : new Lane(this, work::step, spec.id() + "-" + (slot + 1));
        lanes[slot] = lane;
        try {
            Thread thread = threadFactory.newThread(lane);
            thread.setName(lane.name());
            thread.start();
        } catch (Throwable e) {
            lanes[slot] = null;
            failure = e;
            wakeUpAll();
            LOGGER.error("Listener '" + spec.id() + "' could not start a thread", e);
        }
    }

    private void wakeUpAll() {
        live().forEach(Lane::wakeUp);
        work.wakeUp();
        changed.signalAll();
    }

    // ---- Events ----

    /* Called under the lock. */
    private void note() {
        ListenerState state = currentState();
        if (state != noted) {
            noted = state;
            transitions.add(state);
        }
    }

    /** Notifies the listener of the changes of the state, in their order. */
    void notifyListener() {
        if (notifying.isHeldByCurrentThread()) {
            return;
        }
        while (hasTransitions() && notifying.tryLock()) {
            try {
                for (ListenerState state = nextTransition(); state != null; state = nextTransition()) {
                    tell(state);
                }
            } finally {
                notifying.unlock();
            }
        }
    }

    /** Notes that the state may have changed. */
    void stateChanged() {
        lock.lock();
        try {
            note();
        } finally {
            lock.unlock();
        }
        notifyListener();
    }

    private void tell(ListenerState state) {
        try {
            listener.accept(state);
        } catch (Throwable e) {
            LOGGER.error("A listener failed when told that '" + spec.id() + "' is " + state, e);
        }
    }

    private boolean hasTransitions() {
        lock.lock();
        try {
            return !transitions.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ListenerState nextTransition() {
        lock.lock();
        try {
            return transitions.poll();
        } finally {
            lock.unlock();
        }
    }
}
