package io.github.buffer4j;

import static io.github.buffer4j.WaitQueue.FOREVER;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The engine of the three kinds of buffer: the lock, the ring storage, the states and the totals. A kind says what
 * happens when the buffer is full, by overriding one of {@link #requireRoom}, {@link #awaitRoom} and {@link #makeRoom}.
 *
 * @param <E> the type of the elements
 */
abstract class AbstractBuffer<E> implements Buffer<E> {

    /*
     * One lock guards all mutable state. Elements are numbered in the order in which they enter; tail is the number of
     * the next one to enter, head that of the oldest one left, whose slot is first. The numbers may pass 2^63: only their
     * difference counts.
     *
     * Invariants while the lock is free:
     *   0 <= size = tail - head <= elements.length
     *   size <= limit, but after a resize to less, or after drainTo put elements back
     *   the live elements are the size slots that start at first and wrap around; every other slot is null
     *   written == read + overwritten + discarded + droppedOnClose + size
     *     (written and read are not kept but follow from tail and head: see stats)
     *   DRAINING implies size > 0; DRAINED and CLOSED imply size == 0 and no storage
     *   turnTaken implies that a writer in the middle of its run spins, waits on bulkSlotFreed or was signalled there
     *
     * Signalling: readers begin to wait on elementAdded only while the buffer is open and empty. Writers begin to wait on
     * slotFreed only while it is open and has no room for them; the one in the middle of its run waits on bulkSlotFreed,
     * and until it is done the others have no room. Whoever is about to release the lock after a change, at the end of
     * an operation or to wait in the middle of one, calls signalWaiters, which wakes one reader if there is an element
     * and one writer if there is room, unless one that was signalled is still on its way (WaitQueue). One is enough: whoever
     * comes ends its operation in the same way and passes on what it leaves. So while the lock is free and a waiting
     * thread could go on, one that can is on its way to the lock. A signal is never lost with a thread that gives up:
     * await does not throw after it was signalled, and a wait that timed out looks once more. Ending a side changes the
     * answer for all who wait there, hence signalAll.
     *
     * Spinning: before a thread parks it may release the lock and spin for a while. It needs no signal, as it looks at the
     * state again, with the lock, before it parks.
     *
     * Memory may run out at each allocation, so each comes before the change that it is for. Storage that cannot be made
     * smaller stays as it is (shrink), and what cannot be put back for want of memory is discarded (canReserve).
     */

    /** The most elements, and the greatest length of the storage: two slots add up to no more than an int can be. */
    static final int MAX_CAPACITY = BufferBuilder.MAX_CAPACITY;

    /* What an ended buffer has instead of storage. Nothing enters it. */
    private static final Object[] NO_STORAGE = {};

    /* The lengths of the arrays that are kept for the next drainTo. */
    private static final int MIN_SPARE = 16;
    private static final int MAX_SPARE = 1024;

    private static final VarHandle HEAD = field("head");
    private static final VarHandle TAIL = field("tail");

    private static final ToLongFunction<AbstractBuffer<?>> HEADS = AbstractBuffer::headNow;
    private static final ToLongFunction<AbstractBuffer<?>> TAILS = AbstractBuffer::tailNow;

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(AbstractBuffer.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final ReentrantLock lock = new ReentrantLock();
    final WaitQueue elementAdded = new WaitQueue(lock);
    final WaitQueue slotFreed = new WaitQueue(lock);
    final WaitQueue bulkSlotFreed = new WaitQueue(lock);
    private final WaitQueue ended = new WaitQueue(lock);
    private final Waiters readers = new Waiters();
    private final Waiters writers = new Waiters();

    private final String name;
    private final int initialCapacity;
    private final boolean trackAge;
    private final @Nullable Drops<E> drops;

    private @Nullable Object[] elements;
    private long @Nullable [] addedAt;
    private long head;
    private long tail;
    private int capacity;

    /* The slot of the oldest element. */
    private int first;

    /* The capacity, but no more than an array can have. */
    private int limit;

    /* The storage does not shrink below this. */
    private int minLength;

    /*
     * An array of nulls for the next drainTo, which holds its elements in it after it has released the lock. Taken with the
     * lock held, given back without.
     */
    private volatile @Nullable Object @Nullable [] spare;

    private boolean turnTaken;
    /* Volatile for giveBackSpare alone. */
    private volatile BufferState state = BufferState.OPEN;
    private @Nullable Throwable error;

    private int peakSize;
    private long overwritten;
    private long discarded;
    private long droppedOnClose;
    private long rejected;
    private long returned;

    /**
     * Makes an open, empty buffer.
     *
     * @param options the builder's options
     * @param initialCapacity for how many elements there is always storage, at most the capacity
     * @param capacity how many elements fit
     */
    AbstractBuffer(BufferBuilder<E> options, int initialCapacity, int capacity) {
        this.name = options.name();
        this.trackAge = options.trackAge();
        DropListener<? super E> listener = options.dropListener();
        this.drops = listener == null ? null : new Drops<>(name, listener);
        this.initialCapacity = initialCapacity;
        setCapacity(capacity);
        this.elements = new Object[minLength];
        this.addedAt = trackAge ? new long[elements.length] : null;
    }

    // The lock

    /*
     * Releases the lock for a moment in the hope that what the thread waits for happens soon, and returns how many of the
     * nanoseconds are left. An interrupted thread does not spin: its wait must throw, however fast the other side is. Call
     * with the lock held, after the wait has begun.
     */
    private long spin(Waiters side, long start, int enough, ToLongFunction<AbstractBuffer<?>> number, long nanos) {
        if (Thread.currentThread().isInterrupted()
                || !Spinner.isWorthSpinning(nanos)
                || !Spinner.isEnabled()
                || !side.isSpinDue()) {
            return nanos;
        }
        long begin = System.nanoTime();
        boolean progress = false;
        lock.unlock();
        try {
            progress = Spinner.awaitProgress(this, number, start, enough);
        } finally {
            lock.lock();
            side.spun(!progress);
        }
        return nanos == FOREVER ? FOREVER : nanos - (System.nanoTime() - begin);
    }

    // For those without the lock: what was so a moment ago.

    private long headNow() {
        return (long) HEAD.getOpaque(this);
    }

    private long tailNow() {
        return (long) TAIL.getOpaque(this);
    }

    // What a full buffer does. Called with the lock held, while the buffer is open.

    /** Throws {@link BufferFullException} if so many elements do not fit and the kind's writers do not wait for room. */
    void requireRoom(int wanted) {}

    /** Waits until there is room for an element; returns false if there is none in time or the buffer was closed. */
    boolean awaitRoom(long nanos, boolean midRun) throws InterruptedException {
        return false;
    }

    /** Makes room without waiting; returns how many of the wanted elements can enter now, 0 or more. */
    int makeRoom(int wanted) {
        return Math.max(0, Math.min(wanted, room()));
    }

    /** Tells for how many elements, 1 or more, a reader that spins waits while they come one after the other. */
    int worthAwaiting() {
        return limit;
    }

    /** Tells how many of so many elements must go, oldest first, because they are more than a capacity. */
    int excess(int size, int capacity) {
        return 0;
    }

    /** Throws {@link IllegalArgumentException} unless a resize to this capacity is possible. */
    void requireCapacity(int capacity) {
        requireInRange("capacity", capacity, MAX_CAPACITY);
    }

    static int requireInRange(String what, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(what + " must be 1 to " + max + ", but is " + value);
        }
        return value;
    }

    // Writing

    @Override
    public void add(E element) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        lock.lockInterruptibly();
        try {
            if (state != BufferState.OPEN || room() < 1) {
                admitRun(1);
                if (admit(1, FOREVER, false) == 0) {
                    throw refuse(0, 1);
                }
            }
            append(element);
        } finally {
            unlock();
        }
    }

    @Override
    public void write(E[] source, int offset, int length) throws InterruptedException {
        requireElements(source, offset, length);
        if (length == 0) {
            return;
        }
        int written = 0;
        try {
            lock.lockInterruptibly();
            try {
                admitRun(length);
                while (written < length) {
                    int n = admit(length - written, FOREVER, written > 0);
                    if (n == 0) {
                        throw refuse(written, length);
                    }
                    append(source, offset + written, n);
                    written += n;
                }
            } finally {
                unlock();
            }
        } catch (InterruptedException e) {
            throw (InterruptedException) new InterruptedWriteException(written, length).initCause(e);
        }
    }

    @Override
    public boolean offer(E element) {
        Objects.requireNonNull(element, "element");
        lock.lock();
        try {
            return offered(element, state == BufferState.OPEN && makeRoom(1) == 1);
        } finally {
            unlock();
        }
    }

    @Override
    public boolean offer(E element, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            return offered(element, state == BufferState.OPEN && admit(1, nanos, false) == 1);
        } finally {
            unlock();
        }
    }

    private boolean offered(E element, boolean admitted) {
        if (admitted) {
            append(element);
        } else {
            rejected++;
        }
        return admitted;
    }

    @Override
    public int offer(E[] source, int offset, int length) {
        requireElements(source, offset, length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            int written = 0;
            if (state == BufferState.OPEN) {
                for (int n; written < length && (n = makeRoom(length - written)) > 0; written += n) {
                    append(source, offset + written, n);
                }
            }
            rejected += length - written;
            return written;
        } finally {
            unlock();
        }
    }

    private static void requireElements(Object[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        for (int i = offset; i < offset + length; i++) {
            if (source[i] == null) {
                throw new NullPointerException("element " + i + " of the array is null");
            }
        }
    }

    /* Throws if the buffer takes no elements, or not so many and the writer must not wait. Call with the lock held. */
    private void admitRun(int length) {
        if (state != BufferState.OPEN) {
            throw refuse(0, length);
        }
        if (room() < length) {
            try {
                requireRoom(length);
            } catch (BufferFullException e) {
                rejected += length;
                throw e;
            }
        }
    }

    /* Returns how many of the wanted elements can enter now, after a wait if need be; 0 if none can. */
    private int admit(int wanted, long nanos, boolean midRun) throws InterruptedException {
        int n = makeRoom(wanted);
        return n == 0 && awaitRoom(nanos, midRun) ? makeRoom(wanted) : n;
    }

    private BufferClosedException refuse(int written, int length) {
        rejected += length - written;
        return new BufferClosedException(
                "Cannot write to " + this + ": " + written + " of " + length + " elements were written",
                error,
                written);
    }

    /* The room for a thread that is not in the middle of its run. Call with the lock held. */
    final int room() {
        return turnTaken ? 0 : limit - count();
    }

    /* Waits for a slot. While a writer waits in the middle of its run, it is its turn alone. Call with the lock held. */
    final boolean awaitSlot(long nanos, boolean midRun) throws InterruptedException {
        if (nanos <= 0) {
            return false;
        }
        writers.begin();
        if (midRun) {
            turnTaken = true;
            signalWaiters();
        }
        try {
            WaitQueue queue = midRun ? bulkSlotFreed : slotFreed;
            boolean spins = midRun || writers.waiting() == 1;
            long left = spins ? spin(writers, head, count(), HEADS, nanos) : nanos;
            while (state == BufferState.OPEN && left > 0 && (midRun ? limit - count() : room()) < 1) {
                left = queue.await(left);
            }
        } finally {
            if (midRun) {
                turnTaken = false;
            }
            writers.end();
        }
        return state == BufferState.OPEN && room() > 0;
    }

    private void append(E element) {
        int size = count();
        reserve(size + 1);
        int slot = slot(size);
        elements[slot] = element;
        if (addedAt != null) {
            addedAt[slot] = System.nanoTime();
        }
        tail++;
        if (size >= peakSize) {
            peakSize = size + 1;
        }
    }

    private void append(E[] source, int offset, int n) {
        int size = count();
        reserve(size + n);
        store(slot(size), source, offset, n);
        tail += n;
        peakSize = Math.max(peakSize, size + n);
    }

    // Reading

    @Override
    public @Nullable E next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                return take();
            }
            requireCleanEnd();
            return null;
        } finally {
            unlock();
        }
    }

    @Override
    public int read(E[] target, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        lock.lockInterruptibly();
        try {
            if (!awaitElement(FOREVER)) {
                requireCleanEnd();
                return -1;
            }
            int n = Math.min(length, count());
            copyOldest(target, offset, n);
            remove(n);
            return n;
        } finally {
            unlock();
        }
    }

    @Override
    public @Nullable E poll() {
        lock.lock();
        try {
            return head == tail ? null : take();
        } finally {
            unlock();
        }
    }

    @Override
    public @Nullable E poll(Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            return awaitElement(nanos) ? take() : null;
        } finally {
            unlock();
        }
    }

    @Override
    public List<E> readBatch(int max, Duration linger) throws InterruptedException {
        requireNotNegative("max", max);
        long lingerNanos = Math.max(0, TimeUnit.NANOSECONDS.convert(linger));
        if (max == 0) {
            return List.of();
        }
        List<E> batch = new ArrayList<>();
        lock.lockInterruptibly();
        try {
            if (!awaitElement(FOREVER)) {
                requireCleanEnd();
                return List.of();
            }
            long deadline = System.nanoTime() + lingerNanos;
            do {
                int n = Math.min(max - batch.size(), count());
                batch.addAll(Arrays.asList(copyOldest(n)));
                remove(n);
                signalWaiters();
            } while (batch.size() < max && awaitElement(deadline - System.nanoTime(), false));
        } catch (InterruptedException e) {
            if (batch.isEmpty()) {
                throw e;
            }
            Thread.currentThread().interrupt();
        } finally {
            unlock();
        }
        return Collections.unmodifiableList(batch);
    }

    @Override
    public int drainTo(Collection<? super E> target, int max) {
        Objects.requireNonNull(target, "target");
        requireNotNegative("max", max);
        @Nullable Object[] taken;
        int n;
        lock.lock();
        try {
            n = Math.min(max, count());
            if (n == 0) {
                return 0;
            }
            taken = takeSpare(n);
            copyOldest(taken, 0, n);
            remove(n);
        } finally {
            unlock();
        }
        int moved = 0;
        try {
            for (; moved < n; moved++) {
                target.add(cast(taken[moved]));
            }
        } finally {
            if (moved < n) {
                putBack(taken, moved, n - moved);
            }
        }
        if (n <= MAX_SPARE) {
            giveBackSpare(taken, n);
        }
        return n;
    }

    /* Gives the spare array to this call, or else a new one. Call with the lock held. */
    private @Nullable Object[] takeSpare(int length) {
        @Nullable Object[] array = spare;
        if (array == null || array.length < length) {
            return new Object[Math.max(length, MIN_SPARE)];
        }
        spare = null;
        return array;
    }

    /* Call without the lock, so that the state may change at any time; end removes the array that came before. */
    private void giveBackSpare(@Nullable Object[] array, int used) {
        Arrays.fill(array, 0, used, null);
        spare = array;
        if (state.isTerminal()) {
            spare = null;
        }
    }

    /* Puts n elements of the array, from an index on, back to the front; discards those for which there is no place. */
    private void putBack(@Nullable Object[] taken, int from, int n) {
        lock.lock();
        try {
            int lost = state.isTerminal() ? n : excess(count() + n, limit);
            if (lost < n && !canReserve(count() + (long) n - lost)) {
                lost = n;
            }
            returned += n;
            discarded += lost;
            int kept = n - lost;
            first = slot(elements.length - kept);
            head -= kept;
            store(first, taken, from + lost, kept);
            peakSize = Math.max(peakSize, count());
            noteDrops(taken, from, lost, DropReason.DISCARDED);
        } finally {
            unlock();
        }
    }

    @Override
    public @Nullable E peek() {
        lock.lock();
        try {
            return head == tail ? null : cast(elements[first]);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<E> snapshot() {
        lock.lock();
        try {
            return Collections.unmodifiableList(Arrays.asList(copyOldest(count())));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int discard(int max) {
        requireNotNegative("count", max);
        lock.lock();
        try {
            int n = Math.min(max, count());
            drop(n, DropReason.DISCARDED);
            return n;
        } finally {
            unlock();
        }
    }

    private static void requireNotNegative(String what, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must not be negative, but is " + value);
        }
    }

    /* Waits for an element; returns false if there is none in time or none can come. Call with the lock held. */
    private boolean awaitElement(long nanos) throws InterruptedException {
        return awaitElement(nanos, readers.waiting() == 0);
    }

    private boolean awaitElement(long nanos, boolean spins) throws InterruptedException {
        if (head == tail && state == BufferState.OPEN && nanos > 0) {
            readers.begin();
            try {
                long left = spins ? spin(readers, tail, worthAwaiting(), TAILS, nanos) : nanos;
                while (head == tail && state == BufferState.OPEN && left > 0) {
                    left = elementAdded.await(left);
                }
            } finally {
                readers.end();
            }
        }
        return head != tail;
    }

    /* Throws unless the stream has ended without an error. Call with the lock held, when no element can come. */
    private void requireCleanEnd() {
        if (state == BufferState.CLOSED || error != null) {
            throw new BufferClosedException("Cannot read from " + this, error, 0);
        }
    }

    private E take() {
        E element = cast(elements[first]);
        elements[first] = null;
        first = slot(1);
        head++;
        afterRemoval();
        return element;
    }

    private void remove(int n) {
        if (n == 1) {
            take();
            return;
        }
        int beforeEnd = Math.min(n, elements.length - first);
        Arrays.fill(elements, first, first + beforeEnd, null);
        Arrays.fill(elements, 0, n - beforeEnd, null);
        first = slot(n);
        head += n;
        afterRemoval();
    }

    private void afterRemoval() {
        if (head == tail && state == BufferState.DRAINING) {
            end(BufferState.DRAINED);
        } else if (elements.length > minLength && count() <= elements.length >> 2) {
            shrink(Math.max(minLength, 2 * count()));
        }
    }

    /* An element is on its way out and must not be lost: without memory for less storage, there is more for longer. */
    private void shrink(int length) {
        try {
            moveTo(length);
        } catch (OutOfMemoryError e) {
            return;
        }
    }

    /* Lets the n oldest elements leave unread. Call with the lock held. */
    final void drop(int n, DropReason reason) {
        noteOldest(n, reason);
        if (reason == DropReason.OVERWRITTEN) {
            overwritten += n;
        } else {
            discarded += n;
        }
        remove(n);
    }

    private void noteOldest(int n, DropReason reason) {
        if (drops != null) {
            noteDrops(copyOldest(n), 0, n, reason);
        }
    }

    @SuppressWarnings("unchecked")
    private void noteDrops(@Nullable Object[] dropped, int from, int n, DropReason reason) {
        if (drops != null && n > 0) {
            drops.add((List<E>) Arrays.asList(dropped).subList(from, from + n), reason);
        }
    }

    // Both ends

    @Override
    public int size() {
        lock.lock();
        try {
            return count();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int capacity() {
        lock.lock();
        try {
            return capacity;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int reset() {
        return discard(Integer.MAX_VALUE);
    }

    @Override
    public void resize(int capacity) {
        requireCapacity(capacity);
        lock.lock();
        try {
            if (state.isTerminal()) {
                throw new BufferClosedException("Cannot resize " + this, error, 0);
            }
            if (minLength(capacity) > elements.length) {
                moveTo(minLength(capacity));
            }
            int gone = excess(count(), capacity);
            if (gone > 0) {
                drop(gone, DropReason.DISCARDED);
            }
            setCapacity(capacity);
            int length = Math.max(minLength, count());
            if (length < elements.length) {
                shrink(length);
            }
        } finally {
            unlock();
        }
    }

    @Override
    public boolean closeWrite() {
        return endWriting(null);
    }

    @Override
    public boolean closeWrite(Throwable cause) {
        return endWriting(Objects.requireNonNull(cause, "cause"));
    }

    private boolean endWriting(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (state != BufferState.OPEN) {
                return false;
            }
            error = cause;
            if (head == tail) {
                end(BufferState.DRAINED);
            } else {
                state = BufferState.DRAINING;
                wakeWriters();
            }
            return true;
        } finally {
            unlock();
        }
    }

    @Override
    public void close() {
        closeWithError(null);
    }

    @Override
    public boolean closeWithError(@Nullable Throwable cause) {
        lock.lock();
        try {
            if (state.isTerminal()) {
                return false;
            }
            noteOldest(count(), DropReason.CLOSED);
            if (error == null) {
                error = cause;
            }
            droppedOnClose += count();
            head = tail;
            end(BufferState.CLOSED);
            return true;
        } finally {
            unlock();
        }
    }

    /* Enters a final state: the storage goes, and everyone who waits gets an answer. Call with the lock held. */
    private void end(BufferState terminal) {
        state = terminal;
        elements = NO_STORAGE;
        first = 0;
        addedAt = null;
        spare = null;
        elementAdded.signalAll();
        ended.signalAll();
        wakeWriters();
    }

    private void wakeWriters() {
        slotFreed.signalAll();
        bulkSlotFreed.signalAll();
    }

    @Override
    public boolean awaitDrained(Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lockInterruptibly();
        try {
            while (!state.isTerminal() && left > 0) {
                left = ended.await(left);
            }
            return state.isTerminal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Throwable error() {
        lock.lock();
        try {
            return error;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BufferStats stats() {
        lock.lock();
        try {
            return new BufferStats(
                    count(),
                    capacity,
                    peakSize,
                    tail + returned,
                    head + returned - overwritten - discarded - droppedOnClose,
                    overwritten,
                    discarded,
                    droppedOnClose,
                    rejected,
                    writers.waiting(),
                    readers.waiting(),
                    writers.blockedCount(),
                    writers.blockedNanos(),
                    readers.blockedCount(),
                    readers.blockedNanos(),
                    oldestAge(),
                    state);
        } finally {
            lock.unlock();
        }
    }

    private OptionalLong oldestAge() {
        if (!trackAge) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(addedAt == null || head == tail ? 0 : System.nanoTime() - addedAt[first]);
    }

    @Override
    public String name() {
        return name;
    }

    /** Gives the kind, the name, the size, the capacity and the state, for logs and messages. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return getClass().getSimpleName() + "[name=" + name + ", size=" + count() + ", capacity=" + capacity
                    + ", state=" + state + "]";
        } finally {
            lock.unlock();
        }
    }

    /* Ends an operation: passes on what it leaves, releases the lock, and tells the listener of what was dropped. */
    private void unlock() {
        signalWaiters();
        Drops<E>.Batch dropped = drops == null ? null : drops.takePending();
        lock.unlock();
        if (dropped != null) {
            dropped.deliver();
        }
    }

    /* Wakes one reader if there is an element and one writer if there is room. Call with the lock held. */
    private void signalWaiters() {
        if (head != tail) {
            elementAdded.signal();
        }
        if (count() < limit) {
            (turnTaken ? bulkSlotFreed : slotFreed).signal();
        }
    }

    // Storage

    final int count() {
        return (int) (tail - head);
    }

    /* The slot of an element, counted from the oldest one, 0 up to the length of the storage. */
    private int slot(int index) {
        int slot = first + index;
        return slot < elements.length ? slot : slot - elements.length;
    }

    private void setCapacity(int capacity) {
        this.capacity = capacity;
        this.limit = Math.min(capacity, MAX_CAPACITY);
        this.minLength = minLength(capacity);
    }

    private int minLength(int capacity) {
        return Math.min(initialCapacity, Math.min(capacity, MAX_CAPACITY));
    }

    private boolean canReserve(long size) {
        if (size > MAX_CAPACITY) {
            return false;
        }
        try {
            reserve((int) size);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    /* Storage grows by half at least, but not beyond the limit: only drainTo puts back more. */
    private void reserve(int size) {
        int length = elements.length;
        if (size > length) {
            moveTo(Math.max(size, Math.min(length + (length >> 1), limit)));
        }
    }

    /* Replaces the storage by one of another length, with room for all elements. */
    private void moveTo(int length) {
        int size = count();
        @Nullable Object[] newElements = new Object[length];
        if (addedAt != null) {
            long[] newAddedAt = new long[length];
            copyOldest(addedAt, newAddedAt, 0, size);
            addedAt = newAddedAt;
        }
        copyOldest(elements, newElements, 0, size);
        elements = newElements;
        first = 0;
    }

    /* Fills n slots from one on. */
    private void store(int slot, Object[] source, int offset, int n) {
        int beforeEnd = Math.min(n, elements.length - slot);
        System.arraycopy(source, offset, elements, slot, beforeEnd);
        System.arraycopy(source, offset + beforeEnd, elements, 0, n - beforeEnd);
        if (addedAt != null) {
            long now = System.nanoTime();
            Arrays.fill(addedAt, slot, slot + beforeEnd, now);
            Arrays.fill(addedAt, 0, n - beforeEnd, now);
        }
    }

    /* The array is one of objects: it must not leave this class as an E[]. */
    @SuppressWarnings("unchecked")
    private E[] copyOldest(int n) {
        Object[] copy = new Object[n];
        copyOldest(copy, 0, n);
        return (E[]) copy;
    }

    private void copyOldest(Object[] target, int offset, int n) {
        copyOldest(elements, target, offset, n);
    }

    private void copyOldest(Object storage, Object target, int offset, int n) {
        int beforeEnd = Math.min(n, elements.length - first);
        System.arraycopy(storage, first, target, offset, beforeEnd);
        System.arraycopy(storage, 0, target, offset + beforeEnd, n - beforeEnd);
    }

    @SuppressWarnings("unchecked")
    private E cast(Object element) {
        return (E) element;
    }
}
