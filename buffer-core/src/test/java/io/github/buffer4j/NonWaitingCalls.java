package io.github.buffer4j;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/**
 * The calls that never wait, which Lincheck makes from several threads. {@link NonWaitingModel} defines their results.
 */
@Param(name = "element", gen = IntGen.class, conf = "1:9")
public abstract class NonWaitingCalls {

    static final int CAPACITY = 2;

    private final Buffer<Integer> buffer;

    NonWaitingCalls(Kind kind) {
        buffer = kind.create(CAPACITY);
    }

    public static final class OfBlock extends NonWaitingCalls {
        public OfBlock() {
            super(Kind.BLOCK);
        }
    }

    public static final class OfRing extends NonWaitingCalls {
        public OfRing() {
            super(Kind.RING);
        }
    }

    public static final class OfGrowable extends NonWaitingCalls {
        public OfGrowable() {
            super(Kind.GROWABLE);
        }
    }

    @Operation
    public boolean offer(int element) {
        return buffer.offer(element);
    }

    @Operation
    public int offerTwo(@Param(name = "element") int first, @Param(name = "element") int second) {
        return buffer.offer(new Integer[] {first, second}, 0, 2);
    }

    @Operation
    public @Nullable Integer poll() {
        return buffer.poll();
    }

    @Operation
    public List<Integer> drainTwo() {
        List<Integer> target = new ArrayList<>();
        buffer.drainTo(target, 2);
        return target;
    }

    @Operation
    public @Nullable Integer peek() {
        return buffer.peek();
    }

    @Operation
    public List<Integer> snapshot() {
        return buffer.snapshot();
    }

    @Operation
    public int size() {
        return buffer.size();
    }

    @Operation
    public int discardOne() {
        return buffer.discard(1);
    }

    @Operation
    public int reset() {
        return buffer.reset();
    }

    @Operation(runOnce = true)
    public boolean closeWrite() {
        return buffer.closeWrite();
    }

    @Operation(runOnce = true)
    public boolean closeWithError() {
        return buffer.closeWithError(null);
    }

    @Operation
    public BufferState state() {
        return buffer.state();
    }

    /* Times are omitted, because the model has no clock. */
    @Operation
    public List<Long> totals() {
        BufferStats stats = buffer.stats();
        return List.of(
                (long) stats.size(),
                (long) stats.peakSize(),
                stats.written(),
                stats.read(),
                stats.overwritten(),
                stats.discarded(),
                stats.droppedOnClose(),
                stats.rejected());
    }
}
