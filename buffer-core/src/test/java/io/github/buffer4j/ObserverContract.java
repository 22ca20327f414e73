package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The contract of residence listeners and of water marks. */
interface ObserverContract extends LocalFactory {

    private AbstractBuffer<String> measured(List<Long> times) {
        return kind().create(Buffer.<String>builder().residenceListener(times::add), 8);
    }

    @Test
    default void theResidenceListenerReceivesHowLongAnElementWasInTheBuffer() throws Exception {
        List<Long> times = new ArrayList<>();
        AbstractBuffer<String> buffer = measured(times);
        long begin = System.nanoTime();
        buffer.add("a");
        long entered = System.nanoTime();
        while (System.nanoTime() - entered < 10_000_000) {
            Thread.onSpinWait();
        }
        long before = System.nanoTime();
        assertThat(buffer.next()).isEqualTo("a");
        assertThat(times).hasSize(1);
        assertThat(times.get(0)).isBetween(before - entered, System.nanoTime() - begin);
    }

    @Test
    default void theBufferReturnsItsResidenceListener() {
        LongConsumer listener = nanos -> {};
        BufferBuilder<String> builder = Buffer.builder();
        assertThat(kind().create(builder, 8).residenceListener()).isNull();
        assertThat(kind().create(builder.residenceListener(listener), 8).residenceListener())
                .isSameAs(listener);
    }

    @Test
    default void theResidenceListenerIsCalledForEveryWayToRead() throws Exception {
        List<Call.Action> reads = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        List<AbstractBuffer<String>> buffers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            buffers.add(measured(times));
        }
        reads.add(() -> buffers.get(0).poll());
        reads.add(() -> buffers.get(1).poll(Duration.ZERO));
        reads.add(() -> buffers.get(2).read(new String[3]));
        reads.add(() -> buffers.get(3).readBatch(3, Duration.ZERO));
        reads.add(() -> buffers.get(4).readEnvelopes(3, Duration.ZERO));
        reads.add(() -> buffers.get(5).nextEnvelope());
        reads.add(() -> buffers.get(6).drainTo(new ArrayList<>(), 3));
        reads.add(() -> assertThat(buffers.get(7).stream().findFirst()).isPresent());
        for (int i = 0; i < reads.size(); i++) {
            buffers.get(i).write(new String[] {"a", "b", "c"});
            times.clear();
            reads.get(i).run();
            assertThat(times).as("read %d", i).isNotEmpty();
        }
    }

    @Test
    default void theResidenceListenerIsNotCalledForElementsThatLeftUnread() throws Exception {
        List<Long> times = new ArrayList<>();
        AbstractBuffer<String> buffer = measured(times);
        buffer.add("a");
        buffer.discard(1);
        assertThat(buffer.poll()).isNull();
        AbstractBuffer<String> closed = measured(times);
        closed.add("a");
        closed.close();
        assertThat(times).isEmpty();
    }

    @Test
    default void fewElementsAreSampledAtAHighRate() throws Exception {
        List<Long> times = new ArrayList<>();
        AbstractBuffer<String> buffer = measured(times);
        int elements = 100_000;
        for (int i = 0; i < elements; i++) {
            buffer.add("a");
            buffer.next();
        }
        assertThat(times).hasSizeBetween(elements / 256, elements / 64);
    }

    @Test
    default void listenersAreCalledWithoutTheLockAndTheirExceptionsAreNotPropagated() throws Exception {
        List<AbstractBuffer<String>> holder = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        AbstractBuffer<String> buffer = kind().create(
                        Buffer.<String>builder()
                                .residenceListener(nanos -> {
                                    calls.add("residence " + holder.get(0).lock.isLocked());
                                    throw new IllegalStateException("thrown by the listener");
                                })
                                .waterMarks(2, 1, mark -> {
                                    calls.add(mark + " " + holder.get(0).lock.isLocked());
                                    throw new IllegalStateException("thrown by the listener");
                                }),
                        8);
        holder.add(buffer);
        buffer.write(new String[] {"a", "b"});
        buffer.next();
        assertThat(calls).containsExactly("HIGH false", "residence false", "LOW false");
        assertThat(buffer.snapshot()).containsExactly("b");
    }

    private AbstractBuffer<String> marked(int high, int low, List<WaterMark> told) {
        return kind().create(Buffer.<String>builder().waterMarks(high, low, told::add), 8);
    }

    @Test
    default void eachCrossingOfAWaterMarkIsReportedOnce() throws Exception {
        List<WaterMark> told = new ArrayList<>();
        AbstractBuffer<String> buffer = marked(4, 2, told);
        buffer.write(new String[] {"a", "b", "c"});
        assertThat(told).isEmpty();
        buffer.add("d");
        assertThat(told).containsExactly(WaterMark.HIGH);
        buffer.add("e");
        buffer.discard(2);
        buffer.add("f");
        assertThat(told).containsExactly(WaterMark.HIGH);
        buffer.read(new String[2]);
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW);
        buffer.poll();
        buffer.putBack(List.of("a", "b", "c"));
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW, WaterMark.HIGH);
        buffer.close();
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW, WaterMark.HIGH, WaterMark.LOW);
    }

    @Test
    default void aResizeBelowTheHighWaterMarkLowersItToTheCapacity() throws Exception {
        List<WaterMark> told = new ArrayList<>();
        AbstractBuffer<String> buffer = marked(6, 5, told);
        buffer.write(new String[] {"a", "b", "c"});
        buffer.resize(4);
        assertThat(told).isEmpty();
        buffer.add("d");
        buffer.resize(4);
        assertThat(told).containsExactly(WaterMark.HIGH);
        buffer.next();
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW);
        buffer.resize(8);
        buffer.write(new String[] {"e", "f"});
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW);
        buffer.add("g");
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW, WaterMark.HIGH);
    }

    @Test
    default void aResizeReportsTheCrossingThatItCauses() throws Exception {
        List<WaterMark> told = new ArrayList<>();
        AbstractBuffer<String> buffer =
                kind().create(Buffer.<String>builder().waterMarksInPercent(75, 25, told::add), 8);
        buffer.write(new String[] {"a", "b", "c"});
        buffer.resize(4);
        assertThat(told).containsExactly(WaterMark.HIGH);
        buffer.resize(100);
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW);
    }

    @Test
    default void waterMarksInPercentAreSharesOfTheCapacity() throws Exception {
        List<WaterMark> told = new ArrayList<>();
        AbstractBuffer<String> buffer =
                kind().create(Buffer.<String>builder().waterMarksInPercent(80, 20, told::add), 8);
        buffer.write(new String[] {"a", "b", "c", "d", "e"});
        assertThat(told).isEmpty();
        buffer.add("f");
        assertThat(told).containsExactly(WaterMark.HIGH);
        buffer.discard(4);
        assertThat(told).containsExactly(WaterMark.HIGH);
        buffer.next();
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW);
        buffer.next();
        buffer.resize(1);
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW);
        buffer.add("g");
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW, WaterMark.HIGH);
    }

    /**
     * The thread that reports the first crossing also reports those that happen meanwhile, so that they stay in order.
     */
    @Test
    default void crossingsAreReportedInOrder() throws Exception {
        List<WaterMark> told = new CopyOnWriteArrayList<>();
        CountDownLatch gate = new CountDownLatch(1);
        AbstractBuffer<String> buffer = kind().create(
                        Buffer.<String>builder().waterMarks(1, 0, mark -> {
                            try {
                                assertThat(gate.await(1, TimeUnit.MINUTES)).isTrue();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            told.add(mark);
                        }),
                        8);
        Call<Boolean> slow = Call.of(() -> buffer.add("a")).awaitParked();
        buffer.poll();
        buffer.add("b");
        buffer.poll();
        assertThat(told).isEmpty();
        gate.countDown();
        slow.result();
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW, WaterMark.HIGH, WaterMark.LOW);
    }

    /** Otherwise the report would be delayed until the next call. */
    @Test
    default void aReaderReportsCrossingsBeforeItLingers() throws Exception {
        List<WaterMark> told = new CopyOnWriteArrayList<>();
        AbstractBuffer<String> buffer = marked(2, 0, told);
        buffer.write(new String[] {"a", "b"});
        Call<List<String>> reader =
                Call.of(() -> buffer.readBatch(3, WaitingContract.LONG)).awaitWaiting(buffer, 1);
        await("the listener to be called").until(() -> told.size() == 2);
        buffer.closeWrite();
        reader.result();
    }

    /** An intermediate size that is not observable is no crossing. */
    @Test
    default void overwritingInAFullRingCrossesNoMark() throws Exception {
        List<WaterMark> told = new ArrayList<>();
        AbstractBuffer<String> buffer = marked(8, 7, told);
        buffer.write("abcdefgh".split(""));
        buffer.offer("i");
        buffer.offer("jklmnopq".split(""), 0, 8);
        assertThat(told).containsExactly(WaterMark.HIGH);
        buffer.poll();
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW);
    }

    @Test
    default void noElementIsLostIfListenerAndLoggerThrow() throws Exception {
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                throw new IllegalStateException("thrown by the logger");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.github.buffer4j");
        logger.addHandler(handler);
        try {
            AbstractBuffer<String> buffer = kind().create(
                            Buffer.<String>builder()
                                    .dropListener((element, reason) -> {
                                        throw new IllegalStateException("thrown by the listener");
                                    })
                                    .residenceListener(nanos -> {
                                        throw new IllegalStateException("thrown by the listener");
                                    })
                                    .waterMarks(2, 0, mark -> {
                                        throw new IllegalStateException("thrown by the listener");
                                    }),
                            8);
            buffer.write(new String[] {"a", "b", "c"});
            assertThat(buffer.next()).isEqualTo("a");
            assertThat(buffer.discard(1)).isEqualTo(1);
            Call<List<String>> reader =
                    Call.of(() -> buffer.readBatch(2, WaitingContract.LONG)).awaitWaiting(buffer, 1);
            buffer.write(new String[] {"d", "e"});
            assertThat(reader.result()).containsExactly("c", "d");
            assertThat(buffer.lock.isLocked()).isFalse();
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    default void marksOutOfRangeAreRefused() {
        WaterMarkListener listener = mark -> {};
        for (int[] marks : new int[][] {{0, 0}, {1, -1}, {2, 2}, {2, 3}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Buffer.builder().waterMarks(marks[0], marks[1], listener));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Buffer.builder().waterMarksInPercent(marks[0], marks[1], listener));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Buffer.builder().waterMarksInPercent(101, 2, listener))
                .withMessageContaining("101");
        BufferBuilder<String> builder = Buffer.<String>builder().waterMarks(9, 2, listener);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kind().create(builder, 8))
                .withMessageContaining("high water mark")
                .withMessageContaining("9");
    }
}
