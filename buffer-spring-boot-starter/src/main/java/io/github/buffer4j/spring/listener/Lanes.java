package io.github.buffer4j.spring.listener;

import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The live threads of a container, a fixed number at most. Guarded by the lock of the container. */
final class Lanes {

    private final @Nullable Lane[] slots;
    private final Set<Thread> ours = Collections.newSetFromMap(new WeakHashMap<>());
    private final ThreadFactory threads;
    private final IntFunction<Lane> lanes;

    /**
     * Creates an empty set of threads.
     *
     * @param size the maximum number of threads
     * @param threads creates the threads
     * @param lanes creates what the thread of a slot does
     */
    Lanes(int size, ThreadFactory threads, IntFunction<Lane> lanes) {
        this.slots = new @Nullable Lane[size];
        this.threads = threads;
        this.lanes = lanes;
    }

    Stream<Lane> live() {
        return Arrays.stream(slots).filter(Objects::nonNull);
    }

    /** Returns the live threads other than the current one. */
    Stream<Lane> others() {
        return live().filter(lane -> !lane.isOf(Thread.currentThread()));
    }

    /** Returns whether this is one of the threads, alive or not. */
    boolean isOurs(Thread thread) {
        return ours.contains(thread);
    }

    boolean isEmpty() {
        return live().findAny().isEmpty();
    }

    /** Returns the number of elements that the threads are handling. */
    int inFlight() {
        return live().mapToInt(Lane::inFlight).sum();
    }

    /** Returns the number of elements that the threads have finished. */
    long handled() {
        return live().mapToLong(Lane::handled).sum();
    }

    /** Returns the number of elements that the threads other than the current one are handling. */
    int inFlightOfOthers() {
        return others().mapToInt(Lane::inFlight).sum();
    }

    /**
     * Starts a thread in each free slot.
     *
     * @return why a thread could not be started; null if all were started
     */
    @Nullable
    Throwable fill() {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == null) {
                Throwable failure = start(i);
                if (failure != null) {
                    return failure;
                }
            }
        }
        return null;
    }

    private @Nullable Throwable start(int slot) {
        Lane lane = lanes.apply(slot);
        slots[slot] = lane;
        try {
            Thread thread = threads.newThread(lane);
            thread.setName(lane.name());
            ours.add(thread);
            thread.start();
            return null;
        } catch (Throwable e) {
            slots[slot] = null;
            return e;
        }
    }

    /**
     * Frees the slot of a thread that ends.
     *
     * @return whether it had one
     */
    boolean remove(Lane lane) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == lane) {
                slots[i] = null;
                return true;
            }
        }
        return false;
    }
}
