package io.github.buffer4j;

import static io.github.buffer4j.RelayCondition.FOREVER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The engine of the three kinds of buffer: calls under one lock, states, waiting and signalling. A kind says what
 * happens when the buffer is full, by overriding some of the methods from {@link #admitsRun} to {@link
 * #requireCapacity}.
 *
 * @param <E> the type of the elements
 */
abstract class AbstractBuffer<E> implements Buffer<E> {

    /*
     * One lock guards all mutable state. Foreign code never runs under it, and exceptions are created after it was
     * released.
     *
     * Invariants while the lock is free:
     *   size <= limit, except after a shrinking resize or after elements were put back
     *   written == read + overwritten + discarded + droppedOnClose + size
     *     (written and read are not kept but follow from the storage's numbers: see stats)
     *   DRAINING implies size > 0; DRAINED and CLOSED imply size == 0 and no storage
     *   turnTaken implies that a writer in the middle of its run spins, waits on bulkSlotFreed or was signalled there
     *   batchSizes holds how many elements each lingering reader still wants
     *
     * Signalling: readers begin to wait on elementAdded only while the buffer is open and empty; a reader that lingers
     * waits on batchReady until there is enough for its batch, the buffer is full or a writer waits. Writers begin to
     * wait on slotFreed only while the buffer is open and has no room for them; the one in the middle of its run waits
     * on bulkSlotFreed, and until it is done the others have no room. Every operation that changed something calls
     * signalWaiters before it releases the lock, whether it returns or waits. It signals at most one reader and one
     * writer, unless enough of those signalled are still on their way (RelayCondition). One is enough: the thread that
     * comes ends its operation in the same way and passes on what it leaves. So while the lock is free and a waiting
     * thread could go on, one that can is on its way to the lock. A signal is never lost with a thread that gives up:
     * await does not throw after it was signalled, and a wait that timed out looks once more. Ending a side changes
     * the answer for all who wait there, hence signalAll.
     *
     * Spinning: before a thread parks it may release the lock and spin for a while. It needs no signal, as it looks at
     * the state again, with the lock, before it parks.
     *
     * Allocate before mutating: an OutOfMemoryError leaves the buffer unchanged.
     */

    final ReentrantLock lock = new ReentrantLock();
    final RelayCondition elementAdded = new RelayCondition(lock);
    final RelayCondition batchReady = new RelayCondition(lock);
    final RelayCondition slotFreed = new RelayCondition(lock);
    final RelayCondition bulkSlotFreed = new RelayCondition(lock);
    private final RelayCondition ended = new RelayCondition(lock);
    private final WaitingSide readers;
    private final WaitingSide writers;
    private final PriorityQueue<Integer> batchSizes = new PriorityQueue<>(1);
    private final ReaderThreads readerThreads = new ReaderThreads();
    private final WriterThreads writerThreads = new WriterThreads();

    private final String name;
    private final int keptLength;
    private final Storage<E> storage;
    private final Scratch scratch = new Scratch();
    private final PeakSize peakSize = new PeakSize(System.nanoTime());
    private final @Nullable Contexts contexts;

    /* Those who are told, after the lock was released; observed is whether there are any. */
    private final @Nullable Drops<E> drops;
    private final @Nullable ResidenceSampler residence;
    private final @Nullable WaterMarks waterMarks;
    private final boolean observed;

    private int capacity;

    /* The capacity, but no more than an array can have. */
    private int limit;

    /* The array does not shrink below this. */
    private int minLength;

    private boolean turnTaken;
    private BufferState state = BufferState.OPEN;
    private @Nullable Throwable error;

    private long overwritten;
    private long discarded;
    private long droppedOnClose;
    private long rejected;
    private long returned;

    /**
     * Creates an open, empty buffer.
     *
     * @param options the builder's options
     * @param initialLength the slots that the first element brings, at most the capacity
     * @param keptLength the slots that stay when elements leave, at most the capacity
     * @param capacity how many elements fit
     */
    AbstractBuffer(BufferBuilder<E> options, int initialLength, int keptLength, int capacity) {
        this.name = options.name();
        this.keptLength = keptLength;
        this.contexts = options.contexts();
        this.storage = new Storage<>(initialLength, options.trackAge(), contexts != null);
        this.readers = new WaitingSide(lock, storage::tailNow);
        this.writers = new WaitingSide(lock, storage::headNow);
        this.drops = options.drops();
        this.residence = options.residenceSampler();
        this.waterMarks = options.waterMarks(capacity);
        this.observed = drops != null || residence != null || waterMarks != null;
        setCapacity(capacity);
    }

    // What a full buffer does. Called with the lock held, while the buffer is open.

    /** Returns whether a write of so many elements may begin: always, unless it needs room for all at once. */
    boolean admitsRun(int length) {
        return true;
    }

    /** Waits until there is room for an element; returns false if there is none in time or the buffer was closed. */
    boolean awaitRoom(long nanos, boolean midRun) throws InterruptedException {
        return false;
    }

    /** Admits elements without waiting; returns how many of the wanted elements can enter now, 0 or more. */
    int makeRoom(int wanted) {
        return Math.max(0, Math.min(wanted, room()));
    }

    /** Returns for how many elements, 1 or more, a spinning reader waits while they come one after the other. */
    int worthAwaiting() {
        return limit;
    }

    /** Returns how many of so many elements must go, oldest first, because they are more than a capacity. */
    int excess(int size, int capacity) {
        return 0;
    }

    /** Throws {@link IllegalArgumentException} unless a resize to this capacity is possible. */
    void requireCapacity(int capacity) {
        requireInRange("capacity", capacity, BufferBuilder.MAX_CAPACITY);
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
        Object context = captureContext();
        boolean open;
        acquireInterruptibly();
        try {
            if (state == BufferState.OPEN && (room() > 0 || admit(1, FOREVER, false) == 1)) {
                append(element, context);
                return;
            }
            reject(1);
            open = state == BufferState.OPEN;
        } finally {
            unlock();
        }
        throw refusal(open, 0, 1);
    }

    @Override
    public void write(E[] source, int offset, int length) throws InterruptedException {
        requireElements(source, offset, length);
        if (length == 0) {
            return;
        }
        Object context = captureContext();
        boolean open;
        int written = 0;
        try {
            acquireInterruptibly();
            try {
                if (state == BufferState.OPEN && admitsRun(length)) {
                    reserve(length);
                    for (int n;
                            written < length && (n = admit(length - written, FOREVER, written > 0)) > 0;
                            written += n) {
                        append(source, offset + written, n, context);
                    }
                }
                reject(length - written);
                open = state == BufferState.OPEN;
            } finally {
                unlock();
            }
        } catch (InterruptedException e) {
            throw (InterruptedException) new InterruptedWriteException(written, length).initCause(e);
        }
        if (written < length) {
            throw refusal(open, written, length);
        }
    }

    @Override
    public boolean offer(E element) {
        Objects.requireNonNull(element, "element");
        Object context = captureContext();
        acquire();
        try {
            return offered(element, context, state == BufferState.OPEN && makeRoom(1) == 1);
        } finally {
            unlock();
        }
    }

    @Override
    public boolean offer(E element, Duration timeout) throws InterruptedException {
        Objects.requireNonNull(element, "element");
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        Object context = captureContext();
        acquireInterruptibly();
        try {
            return offered(element, context, state == BufferState.OPEN && admit(1, nanos, false) == 1);
        } finally {
            unlock();
        }
    }

    private boolean offered(E element, @Nullable Object context, boolean admitted) {
        if (admitted) {
            append(element, context);
        } else {
            reject(1);
        }
        return admitted;
    }

    @Override
    public int offer(E[] source, int offset, int length) {
        requireElements(source, offset, length);
        if (length == 0) {
            return 0;
        }
        Object context = captureContext();
        acquire();
        try {
            int written = 0;
            if (state == BufferState.OPEN) {
                for (int n; written < length && (n = makeRoom(length - written)) > 0; written += n) {
                    append(source, offset + written, n, context);
                }
            }
            reject(length - written);
            return written;
        } finally {
            unlock();
        }
    }

    private void reject(int n) {
        rejected += n;
        if (n > 0 && state != BufferState.OPEN) {
            writerThreads.refused();
        }
    }

    private static void requireElements(@Nullable Object[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        for (int i = offset; i < offset + length; i++) {
            if (source[i] == null) {
                throw new NullPointerException("element " + i + " of the array is null");
            }
        }
    }

    private @Nullable Object captureContext() {
        return contexts == null ? null : contexts.capture();
    }

    /* Returns how many of the wanted elements can enter now, after a wait if need be; 0 if none can. */
    private int admit(int wanted, long nanos, boolean midRun) throws InterruptedException {
        int n = makeRoom(wanted);
        return n == 0 && awaitRoom(nanos, midRun) ? makeRoom(wanted) : n;
    }

    private RuntimeException refusal(boolean open, int written, int length) {
        return open
                ? new BufferFullException(
                        "No room in " + this + " for " + length + (length == 1 ? " element" : " elements"))
                : new BufferClosedException(
                        "Cannot write to " + this + ": " + written + " of " + length + " elements were written",
                        error(),
                        written);
    }

    /* The room for a thread that is not in the middle of its run. Call with the lock held. */
    final int room() {
        return turnTaken ? 0 : limit - count();
    }

    /*
     * Provides the storage for so many elements more, or for as many as fit, before anything has to make room for them.
     */
    final void reserve(int wanted) {
        storage.reserve((int) Math.min(limit, (long) count() + wanted), limit);
    }

    /*
     * Waits for a slot. While a writer waits in the middle of its run, it is its turn alone. Call with the lock held.
     */
    final boolean awaitSlot(long nanos, boolean midRun) throws InterruptedException {
        if (nanos <= 0) {
            return false;
        }
        writers.begin();
        try {
            turnTaken |= midRun;
            signalWaiters();
            if (midRun) {
                tellBeforeWaiting();
            }
            RelayCondition queue = midRun ? bulkSlotFreed : slotFreed;
            boolean spins = midRun || writers.waiting() == 1;
            long left = spins ? writers.spin(count(), nanos) : nanos;
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

    private void append(E element, @Nullable Object context) {
        storage.reserve(count() + 1, limit);
        writerThreads.writes();
        storage.append(element, context);
        peakSize.reached(count());
        if (observed) {
            noteEntry();
        }
    }

    private void append(E[] source, int offset, int n, @Nullable Object context) {
        storage.reserve(count() + n, limit);
        writerThreads.writes();
        storage.append(source, offset, n, context);
        peakSize.reached(count());
        if (observed) {
            noteEntry();
        }
    }

    // Reading

    @Override
    public @Nullable E next() throws InterruptedException {
        acquireInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                return take();
            }
            if (hasEndedCleanly()) {
                return null;
            }
        } finally {
            unlock();
        }
        throw endedByError();
    }

    @Override
    public @Nullable Envelope<E> nextEnvelope() throws InterruptedException {
        acquireInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                Envelope<E> envelope = envelope(0);
                take();
                return envelope;
            }
            if (hasEndedCleanly()) {
                return null;
            }
        } finally {
            unlock();
        }
        throw endedByError();
    }

    @Override
    public int read(@Nullable E[] target, int offset, int length) throws InterruptedException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        acquireInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                int n = Math.min(length, count());
                storage.copyOldest(target, offset, n);
                remove(n, n);
                return n;
            }
            if (hasEndedCleanly()) {
                return -1;
            }
        } finally {
            unlock();
        }
        throw endedByError();
    }

    @Override
    public @Nullable E poll() {
        acquire();
        try {
            return hasElement() ? take() : null;
        } finally {
            unlock();
        }
    }

    @Override
    public @Nullable E poll(Duration timeout) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(timeout);
        acquireInterruptibly();
        try {
            return awaitElement(nanos) ? take() : null;
        } finally {
            unlock();
        }
    }

    @Override
    public List<E> readBatch(int max, Duration linger) throws InterruptedException {
        return collect(max, linger, n -> Arrays.asList(storage.copyOldest(n)));
    }

    @Override
    public List<Envelope<E>> readEnvelopes(int max, Duration linger) throws InterruptedException {
        return collect(max, linger, n -> {
            List<Envelope<E>> envelopes = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                envelopes.add(envelope(i));
            }
            return envelopes;
        });
    }

    private Envelope<E> envelope(int index) {
        return new Envelope<>(storage.get(index), storage.head() + index, storage.context(index));
    }

    /* Collects a batch of what the function makes of the n oldest elements. */
    private <T> List<T> collect(int max, Duration linger, IntFunction<List<T>> oldest) throws InterruptedException {
        requireInRange("max", max, Integer.MAX_VALUE);
        long lingerNanos = Math.max(0, TimeUnit.NANOSECONDS.convert(linger));
        List<T> batch = new ArrayList<>();
        List<T> result = Collections.unmodifiableList(batch);
        acquireInterruptibly();
        try {
            if (awaitElement(FOREVER)) {
                long begin = System.nanoTime();
                do {
                    int n = Math.min(max - batch.size(), count());
                    batch.addAll(oldest.apply(n));
                    remove(n, batch.size());
                } while (batch.size() < max
                        && awaitBatch(max - batch.size(), lingerNanos - (System.nanoTime() - begin)));
            }
            if (!batch.isEmpty() || hasEndedCleanly()) {
                return result;
            }
        } catch (InterruptedException e) {
            if (batch.isEmpty()) {
                throw e;
            }
            Thread.currentThread().interrupt();
            return result;
        } catch (OutOfMemoryError e) {
            if (batch.isEmpty()) {
                throw e;
            }
            return result;
        } finally {
            unlock();
        }
        throw endedByError();
    }

    /*
     * Lingers until there is enough for a batch, the buffer is full or a writer waits. Returns false if no element
     * came in time or none can come. A reader that was woken takes what is there: the signal may have been for another
     * batch. Call with the lock held.
     */
    private boolean awaitBatch(int wanted, long nanos) throws InterruptedException {
        if (state == BufferState.OPEN && nanos > 0 && !isBatchReady(wanted)) {
            long begin = System.nanoTime();
            Integer size = wanted;
            batchSizes.add(size);
            readers.begin();
            try {
                signalWaiters();
                tellBeforeWaiting();
                long left = nanos - (System.nanoTime() - begin);
                if (left > 0 && state == BufferState.OPEN && !isBatchReady(wanted)) {
                    do {
                        left = batchReady.await(left);
                    } while (storage.isEmpty() && state == BufferState.OPEN && left > 0);
                }
            } finally {
                readers.end();
                batchSizes.remove(size);
            }
        }
        return !storage.isEmpty();
    }

    private boolean isBatchReady(int wanted) {
        return count() >= Math.min(wanted, limit) || (!storage.isEmpty() && (room() < 1 || writers.waiting() > 0));
    }

    @Override
    public void forEach(Consumer<? super E> action) throws InterruptedException {
        Objects.requireNonNull(action, "action");
        enterLoop();
        try {
            if (contexts == null) {
                Buffer.super.forEach(action);
                return;
            }
            for (Envelope<E> envelope = nextEnvelope(); envelope != null; envelope = nextEnvelope()) {
                contexts.run(envelope, action);
            }
        } finally {
            leaveLoop();
        }
    }

    @Override
    public Stream<E> stream() {
        ReadingSpliterator<E> elements = new ReadingSpliterator<>(this, this::enterLoop, this::leaveLoop);
        return StreamSupport.stream(elements, false).onClose(elements::leave);
    }

    private void enterLoop() {
        lock.lock();
        try {
            readerThreads.entersLoop();
        } finally {
            lock.unlock();
        }
    }

    private void leaveLoop() {
        lock.lock();
        try {
            readerThreads.leavesLoop(readCount());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int drainTo(Collection<? super E> target, int max) {
        Objects.requireNonNull(target, "target");
        requireNotNegative("max", max);
        if (target instanceof BufferQueue<?> queue && queue.isViewOf(this)) {
            throw new IllegalArgumentException("Cannot drain " + this + " to itself");
        }
        @Nullable Object[] taken;
        @Nullable Object @Nullable [] takenContexts;
        int n;
        long number;
        lock.lock();
        try {
            n = Math.min(max, count());
            if (n == 0) {
                hasElement();
                return 0;
            }
            number = storage.head();
            takenContexts = storage.copyContexts(n);
            taken = scratch.take(n);
            storage.copyOldest(taken, 0, n);
            remove(n, n);
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
                putBackOrDiscard(taken, takenContexts, moved, n - moved, number + moved);
            }
        }
        scratch.giveBack(taken, n);
        return n;
    }

    @Override
    public void putBack(List<? extends E> elements) {
        @Nullable Object[] source = elements.toArray();
        requireElements(source, 0, source.length);
        int n = source.length;
        if (n == 0) {
            return;
        }
        Object context = captureContext();
        @Nullable Object[] sourceContexts = null;
        if (context != null) {
            sourceContexts = new Object[n];
            Arrays.fill(sourceContexts, context);
        }
        lock.lock();
        try {
            putBack(source, sourceContexts, 0, n, storage.head() - n);
        } finally {
            unlock();
        }
    }

    /* Without memory for them the elements cannot stay, and there is nobody left to hold them. */
    private void putBackOrDiscard(
            @Nullable Object[] source, @Nullable Object @Nullable [] sourceContexts, int from, int n, long number) {
        lock.lock();
        try {
            putBack(source, sourceContexts, from, n, number);
        } catch (OutOfMemoryError e) {
            returned += n;
            discarded += n;
            noteDrops(source, from, n, DropReason.DISCARDED);
        } finally {
            unlock();
        }
    }

    /*
     * Puts n elements of an array, from an index on, back to the front, and discards those for which there is no
     * place. They had the given number and those after it. Call with the lock held.
     */
    private void putBack(
            @Nullable Object[] source, @Nullable Object @Nullable [] sourceContexts, int from, int n, long number) {
        int lost = state.isTerminal() || (long) count() + n > Storage.MAX_LENGTH ? n : excess(count() + n, limit);
        int kept = n - lost;
        storage.reserve(count() + kept, limit);
        noteDrops(source, from, lost, DropReason.DISCARDED);
        returned += n;
        discarded += lost;
        storage.putBack(source, sourceContexts, from + lost, kept, number + lost);
        peakSize.reached(count());
        if (waterMarks != null) {
            waterMarks.sizeIs(count());
        }
    }

    @Override
    public @Nullable E peek() {
        lock.lock();
        try {
            return storage.isEmpty() ? null : storage.get(0);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<E> snapshot() {
        lock.lock();
        try {
            return Collections.unmodifiableList(Arrays.asList(storage.copyOldest(count())));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int discard(int max) {
        requireNotNegative("count", max);
        lock.lock();
        try {
            readerThreads.comesBy(readCount());
            return discardOldest(max);
        } finally {
            unlock();
        }
    }

    private int discardOldest(int max) {
        int n = Math.min(max, count());
        drop(n, DropReason.DISCARDED);
        return n;
    }

    private static void requireNotNegative(String what, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must not be negative, but is " + value);
        }
    }

    /* Waits for an element; returns false if there is none in time or none can come. Call with the lock held. */
    private boolean awaitElement(long nanos) throws InterruptedException {
        if (storage.isEmpty() && state == BufferState.OPEN && nanos > 0) {
            boolean spins = readers.waiting() == 0;
            readerThreads.waits(nanos != FOREVER, readCount());
            readers.begin();
            try {
                long left = spins ? readers.spin(worthAwaiting(), nanos) : nanos;
                while (storage.isEmpty() && state == BufferState.OPEN && left > 0) {
                    left = elementAdded.await(left);
                }
            } finally {
                readers.end();
                readerThreads.findsNothing(state != BufferState.OPEN, readCount());
            }
            return !storage.isEmpty();
        }
        return hasElement();
    }

    /* Returns whether there is an element; a thread that finds none has come back empty-handed. */
    private boolean hasElement() {
        if (storage.isEmpty()) {
            readerThreads.findsNothing(state != BufferState.OPEN, readCount());
            return false;
        }
        return true;
    }

    /* Returns whether the stream has ended without an error. Call with the lock held, when no element can come. */
    private boolean hasEndedCleanly() {
        return state == BufferState.DRAINED && error == null;
    }

    private BufferClosedException endedByError() {
        return new BufferClosedException("Cannot read from " + this, error(), 0);
    }

    private E take() {
        noteReader(1);
        E element = storage.take();
        if (observed) {
            noteExit(true);
        }
        afterRemoval();
        return element;
    }

    /* Removes the n oldest elements, for a reader that has so many in hand then. */
    private void remove(int n, int inHand) {
        noteReader(inHand);
        storage.remove(n);
        if (observed) {
            noteExit(true);
        }
        afterRemoval();
    }

    private void noteReader(int inHand) {
        if (!readerThreads.isLast(inHand)) {
            readerThreads.reads(inHand, readCount());
        }
    }

    private void afterRemoval() {
        if (storage.isEmpty() && state == BufferState.DRAINING) {
            end(BufferState.DRAINED);
        } else if (storage.length() > minLength) {
            shrink();
        }
    }

    /* Shortens an array that is three quarters empty, or that a resize has left twice as long as the capacity. */
    private void shrink() {
        int size = count();
        int length = storage.length();
        if (size <= length >> 2 || (size <= limit && limit <= length >> 1)) {
            storage.shrink(Math.max(Math.max(minLength, size), Math.min(2 * size, limit)));
        }
    }

    /* Lets the n oldest elements leave unread. Call with the lock held. */
    final void drop(int n, DropReason reason) {
        noteOldest(n, reason);
        storage.remove(n);
        if (reason == DropReason.OVERWRITTEN) {
            overwritten += n;
            noteLeft(false);
        } else {
            discarded += n;
            noteExit(false);
        }
        afterRemoval();
    }

    // Waiting

    /* Acquires the lock for an operation that is called often. */
    private void acquire() {
        leaveItToTheOwner();
        lock.lock();
    }

    private void acquireInterruptibly() throws InterruptedException {
        leaveItToTheOwner();
        lock.lockInterruptibly();
    }

    /*
     * Where others are queued for the lock already, the owner has it for several operations in a row anyway; where
     * others wait for an element or a slot, the owner may need this thread. A look without the lock is good enough for
     * both.
     */
    private void leaveItToTheOwner() {
        if (lock.isLocked() && Spinner.isEnabled() && !lock.hasQueuedThreads() && !isAnyoneWaiting()) {
            Spinner.stayAway();
        }
    }

    private boolean isAnyoneWaiting() {
        return readers.waiting() + writers.waiting() > 0;
    }

    /* Ends an operation: passes on what it leaves, releases the lock, and tells the listeners. */
    private void unlock() {
        try {
            signalWaiters();
        } finally {
            if (observed) {
                unlockAndTell();
            } else {
                lock.unlock();
            }
        }
    }

    /* Wakes one reader if there is an element and one writer if there is room. Call with the lock held. */
    private void signalWaiters() {
        if (!isAnyoneWaiting()) {
            return;
        }
        if (!storage.isEmpty()) {
            boolean completesBatch = batchReady.parked() > 0 && isBatchReady(batchSizes.element());
            if (completesBatch) {
                batchReady.signal(1);
            } else {
                elementAdded.signal(count());
            }
        }
        if (count() < limit) {
            (turnTaken ? bulkSlotFreed : slotFreed).signal(limit - count());
        }
    }

    // Telling

    private void noteEntry() {
        if (residence != null) {
            residence.entered(storage.tail());
        }
        if (waterMarks != null) {
            waterMarks.sizeIs(count());
        }
    }

    private void noteExit(boolean read) {
        noteLeft(read);
        if (waterMarks != null) {
            waterMarks.sizeIs(count());
        }
    }

    /*
     * What a ring overwrites leaves no smaller size that anybody sees: the element that takes its place notes the size.
     */
    private void noteLeft(boolean read) {
        if (residence != null) {
            residence.left(storage.head(), read);
        }
    }

    private void noteOldest(int n, DropReason reason) {
        if (drops != null) {
            noteDrops(storage.copyOldest(n), 0, n, reason);
        }
    }

    @SuppressWarnings("unchecked")
    private void noteDrops(@Nullable Object[] dropped, int from, int n, DropReason reason) {
        if (drops != null && n > 0) {
            drops.add((List<E>) Arrays.asList(dropped).subList(from, from + n), reason);
        }
    }

    /*
     * Calls the listeners for what an operation has done so far, before it waits. Call with the lock held; releases it
     * meanwhile.
     */
    private void tellBeforeWaiting() {
        if (observed) {
            try {
                unlockAndTell();
            } finally {
                lock.lock();
            }
        }
    }

    private void unlockAndTell() {
        Drops<E>.Batch dropped = null;
        boolean residenceDue = false;
        boolean crossed = false;
        try {
            dropped = drops == null ? null : drops.takePending();
            residenceDue = residence != null && residence.isDue();
            crossed = waterMarks != null && waterMarks.isUntold();
        } finally {
            lock.unlock();
        }
        if (dropped != null) {
            dropped.deliver();
        }
        if (residence != null && residenceDue) {
            tell(residence);
        }
        if (waterMarks != null && crossed) {
            tell(waterMarks);
        }
    }

    private void tell(ResidenceSampler sampler) {
        while (true) {
            long nanos;
            lock.lock();
            try {
                nanos = sampler.takeDue();
            } finally {
                lock.unlock();
            }
            if (nanos == ResidenceSampler.NOTHING) {
                return;
            }
            sampler.tell(nanos);
        }
    }

    private void tell(WaterMarks marks) {
        for (boolean first = true; ; first = false) {
            WaterMark mark;
            lock.lock();
            try {
                mark = marks.next(first);
            } finally {
                lock.unlock();
            }
            if (mark == null) {
                return;
            }
            marks.tell(mark);
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
        lock.lock();
        try {
            return discardOldest(Integer.MAX_VALUE);
        } finally {
            unlock();
        }
    }

    @Override
    public void resize(int capacity) {
        requireCapacity(capacity);
        lock.lock();
        try {
            if (!state.isTerminal()) {
                int gone = excess(count(), capacity);
                if (gone > 0) {
                    drop(gone, DropReason.DISCARDED);
                }
                setCapacity(capacity);
                if (storage.isEmpty() && storage.length() > limit) {
                    storage.releaseArray();
                }
                return;
            }
        } finally {
            unlock();
        }
        throw new BufferClosedException("Cannot resize " + this, error(), 0);
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
            if (storage.isEmpty()) {
                end(BufferState.DRAINED);
            } else {
                state = BufferState.DRAINING;
                batchReady.signalAll();
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
            end(BufferState.CLOSED);
            if (observed) {
                noteExit(false);
            }
            return true;
        } finally {
            unlock();
        }
    }

    /* Enters a final state: the storage goes, and everyone who waits gets an answer. Call with the lock held. */
    private void end(BufferState terminal) {
        state = terminal;
        storage.release();
        scratch.retire();
        elementAdded.signalAll();
        batchReady.signalAll();
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
            peakSize.look(count(), System.nanoTime());
            return new BufferStats(
                    count(),
                    capacity,
                    peakSize.ever(),
                    peakSize.recent(),
                    storage.tail() + returned,
                    readCount(),
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
                    storage.oldestAge(),
                    state);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable LongConsumer residenceListener() {
        return residence == null ? null : residence.listener();
    }

    @Override
    public String name() {
        return name;
    }

    /** Returns the kind, the name, the size, the capacity and the state, for logs and messages. */
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

    @Override
    public BufferActivity activity() {
        lock.lock();
        try {
            return new BufferActivity(
                    readerThreads.live(readCount()), writerThreads.takeSample(), writerThreads.lastRefused());
        } finally {
            lock.unlock();
        }
    }

    /* Notes that a thread waits in a queue view of this buffer after the end, or has ceased to. */
    final void parkedAfterTheEnd(boolean parked) {
        lock.lock();
        try {
            readerThreads.parks(parked, readCount());
        } finally {
            lock.unlock();
        }
    }

    final int count() {
        return storage.size();
    }

    private long readCount() {
        return storage.head() + returned - overwritten - discarded - droppedOnClose;
    }

    private void setCapacity(int capacity) {
        this.capacity = capacity;
        this.limit = Math.min(capacity, Storage.MAX_LENGTH);
        this.minLength = Math.min(keptLength, limit);
    }

    @SuppressWarnings("unchecked")
    private E cast(Object element) {
        return (E) element;
    }
}
