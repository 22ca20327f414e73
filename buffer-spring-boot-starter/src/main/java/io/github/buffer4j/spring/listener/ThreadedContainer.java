package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferClosedException;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.BufferConsumer;
import io.github.buffer4j.spring.LeasingReader;
import io.github.buffer4j.spring.SharedBuffer;
import io.github.buffer4j.spring.listener.ListenerObserver.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /* The time for threads that were interrupted to give back what they have leased, before their client leaves. */
    private static final Duration TO_GIVE_BACK = Duration.ofSeconds(1);

    private final ListenerSpec spec;
    private final Buffer<Object> buffer;
    private final Invocation invocation;
    private final Calls calls;
    private final Failures failures;
    private final ListenerObserver observer;
    private final Work work;

    /* Null unless the buffer leases its elements. */
    private final @Nullable Leases leases;

    private final Lanes lanes;
    private final Transitions transitions;
    private final List<Runnable> progressListeners = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /* What was in flight then is in the log already. */
    private volatile boolean endedAtShutdown;

    private boolean puttingBack;
    private long handledByFormerLanes;
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
        WriterContexts contexts = new WriterContexts(buffer);
        this.leases = leases(buffer, spec, observer);
        Invocation withContexts = contexts.withContexts(invocation);
        this.invocation = leases == null ? withContexts : new LeasedInvocation(withContexts);
        this.calls = new Calls(this.invocation, contexts, results, observer);
        this.failures = new Failures(spec, this.invocation, contexts, buffer, deadLetters, observer, System::nanoTime);
        this.observer = observer;
        this.transitions = new Transitions(spec.id(), listener);
        Function<Object, @Nullable Object> orderedBy = spec.orderedBy();
        if (orderedBy == null) {
            Work unordered =
                    leases == null ? new UnorderedWork(this, buffer, this.invocation) : new LeasedWork(this, leases);
            this.work = unordered;
            this.lanes = new Lanes(spec.concurrency(), threadFactory, slot -> worker(unordered, slot));
        } else {
            OrderedWork ordered = new OrderedWork(this, buffer, this.invocation, orderedBy);
            this.work = ordered;
            this.lanes = new Lanes(
                    spec.concurrency() + 1,
                    threadFactory,
                    slot -> slot < spec.concurrency()
                            ? worker(ordered, slot)
                            : new Lane(this, ordered::dispatch, spec.id() + "-dispatcher"));
        }
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Leases leases(Buffer<Object> buffer, ListenerSpec spec, ListenerObserver observer) {
        return buffer instanceof LeasingReader<?> reader
                ? new Leases((LeasingReader<Object>) reader, spec, observer, System::nanoTime)
                : null;
    }

    private Lane worker(Work work, int slot) {
        return new Lane(this, work::step, spec.id() + "-" + (slot + 1));
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

    Calls calls() {
        return calls;
    }

    /** Returns the leases; null if elements are taken from the buffer, and are in memory only. */
    @Nullable
    Leases leases() {
        return leases;
    }

    // ---- Asked from outside ----

    @Override
    public void start() {
        lock.lock();
        try {
            if (removed || (wish == Wish.RUN && failure == null && !lanes.isEmpty())) {
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
        tellListeners();
    }

    @Override
    public void pause() {
        lock.lock();
        try {
            if (wish != Wish.RUN || failure != null || lanes.isEmpty()) {
                return;
            }
            wish = Wish.PAUSE;
            note();
            wakeUpAll();
        } finally {
            lock.unlock();
        }
        tellListeners();
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
        tellListeners();
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
        tellListeners();
    }

    /** Notes that the buffer has ended as the application shuts down, and that what is in flight was reported. */
    void bufferHasEnded() {
        endedAtShutdown = true;
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
            return removed && lanes.isEmpty();
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
        try {
            boolean left = awaitOthers(timeout);
            if (!left) {
                force();
            }
            if (!left && leases != null) {
                boolean unused = awaitOthers(TO_GIVE_BACK);
            }
            return left;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            failures.flush();
            if (leases != null) {
                leases.flush();
            }
        }
    }

    /** Waits until all threads have left, and names those that have not after the time. */
    void awaitPause(Duration timeout) {
        try {
            if (!awaitOthers(timeout)) {
                LOGGER.warn("Listener '" + spec.id() + "' has not paused in time; threads: "
                        + String.join(", ", threads().keySet()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitOthers(Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lock();
        try {
            while (lanes.others().findAny().isPresent()) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void force() {
        invocation.beforeInterrupt();
        lock.lock();
        try {
            String names = lanes.others().map(Lane::name).collect(Collectors.joining(", "));
            if (!names.isEmpty()) {
                LOGGER.warn("Listener '" + spec.id() + "' has not finished in time; interrupted threads: " + names);
                lanes.others().forEach(Lane::force);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
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
        boolean live = !lanes.isEmpty();
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
            lanes.live().forEach(lane -> threads.put(lane.name(), state));
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
            return work.waiting() + lanes.inFlight();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long handled() {
        if (leases == null) {
            int unused = buffer.size(); // see Lane
        }
        lock.lock();
        try {
            return handledByFormerLanes + lanes.handled() + work.handled();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void addProgressListener(Runnable listener) {
        progressListeners.add(listener);
    }

    @Override
    public boolean removeProgressListener(Runnable listener) {
        return progressListeners.remove(listener);
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
            return wish == Wish.RUN && failure == null && !lanes.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void report() {
        failures.flushWhenDue();
        if (leases != null) {
            leases.flushWhenDue();
        }
    }

    @Override
    public boolean isBusy() {
        lock.lock();
        try {
            return !lanes.isEmpty() && work.waiting() + lanes.inFlightOfOthers() > 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean runs(Thread thread) {
        lock.lock();
        try {
            return lanes.isOurs(thread);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean outlastsBuffer() {
        return spec.outlastsBuffer();
    }

    /** Returns whether it leaves what is in the buffer when the application shuts down. */
    boolean stopsWithCurrent() {
        return spec.stop() == ListenerStop.CURRENT;
    }

    /** Returns whether the buffer goes on for others when the application shuts down. */
    boolean readsShared() {
        return buffer instanceof SharedBuffer;
    }

    private void tellListeners() {
        transitions.notifyListener();
        progressed();
    }

    // ---- Asked by the threads of the container ----

    /** Notifies the listeners of progress. Costs one read if there are none. */
    void progressed() {
        if (!progressListeners.isEmpty()) {
            progressListeners.forEach(Runnable::run);
        }
    }

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
        comeBack();
        lock.lock();
        try {
            while (!isRunning() || lane.isForced()) {
                if (lanes.live().count() > 1
                        || !work.holdsElements()
                        || (leases == null && buffer.state().isTerminal())) {
                    leave(lane);
                    return false;
                }
                putBackAlone();
            }
            return true;
        } finally {
            lock.unlock();
            tellListeners();
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
        try {
            comeBack();
        } finally {
            lock.lock();
            try {
                leave(lane);
            } finally {
                lock.unlock();
            }
            tellListeners();
        }
    }

    /* The buffer learns that the thread has nothing in hand any more, before the container says so. */
    private void comeBack() {
        if (leases == null) {
            buffer.discard(0);
        } else {
            leases.settle();
        }
    }

    private void leave(Lane lane) {
        if (lanes.remove(lane)) {
            handledByFormerLanes += lane.handled();
        }
        if (lane.hasFailed() && isRunning()) {
            startLanes();
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
        tellListeners();
    }

    /** Notes that the state may have changed. */
    void stateChanged() {
        lock.lock();
        try {
            note();
        } finally {
            lock.unlock();
        }
        tellListeners();
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

    /** Puts items back to the front of the buffer. */
    @SuppressWarnings("unchecked")
    void putBack(List<?> items) {
        if (items.isEmpty()) {
            return;
        }
        if (leases != null) {
            leases.putBack(items);
            Lane.putBack(items.size());
            return;
        }
        boolean lost = buffer.state().isTerminal();
        if (invocation.takesEnvelopes()) {
            buffer.putBackEnvelopes((List<Envelope<Object>>) items);
        } else {
            buffer.putBack(items);
        }
        Lane.putBack(items.size());
        if (lost) {
            observer.failed(Outcome.DISCARDED, items.size());
        }
        if (lost && !endedAtShutdown) {
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

    /** Wakes up threads that wait for elements, so that they try again what could not be acknowledged. */
    void acknowledgeAgain() {
        lock.lock();
        try {
            lanes.live().forEach(Lane::wakeUp);
        } finally {
            lock.unlock();
        }
    }

    // ---- Called under the lock ----

    private void startLanes() {
        Throwable cause = puttingBack ? null : lanes.fill();
        if (cause != null) {
            failure = cause;
            wakeUpAll();
            LOGGER.error("Listener '" + spec.id() + "' could not start a thread", cause);
        }
    }

    private void wakeUpAll() {
        lanes.live().forEach(Lane::wakeUp);
        work.wakeUp();
        changed.signalAll();
    }

    private void note() {
        transitions.note(currentState());
    }
}
