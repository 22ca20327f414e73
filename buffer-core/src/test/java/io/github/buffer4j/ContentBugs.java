package io.github.buffer4j;

import java.util.List;

/** Seeded bugs by which elements are lost, kept, mixed up or miscounted, or an end is told wrongly. */
final class ContentBugs {

    static final List<SeededBug> ALL = List.of(
            SeededBug.of("`poll` moves the head without the lock")
                    .change("""
                                    lock.lock();
                                    try {
                                        return head == tail ? null : take();
                                    } finally {
                                        unlock();
                                    }
                            """, """
                                    return head == tail ? null : take();
                            """)
                    .foundBy("LincheckModelTest#twoThreads"),
            SeededBug.of("`size` is read without the lock").change("""
                                    lock.lock();
                                    try {
                                        return count();
                                    } finally {
                                        lock.unlock();
                                    }
                            """, """
                                    return count();
                            """).foundBy("LincheckModelTest#twoThreads"),
            SeededBug.of("an element is lost on interrupt")
                    .change("""
                                        if (awaitElement(FOREVER)) {
                                            return take();
                                        }
                            """, """
                                        if (awaitElement(FOREVER)) {
                                            E element = take();
                                            if (Thread.interrupted()) {
                                                throw new InterruptedException();
                                            }
                                            return element;
                                        }
                            """)
                    .foundBy(
                            "InterruptMatrixTest#afterItsSignal",
                            "LincheckEndTest#anInterruptedReaderLeavesItsElementToAnother"),
            SeededBug.of("the end is reported before the buffer is drained")
                    .change(
                            "if (awaitElement(FOREVER)) {\n                return take();",
                            "if (state != BufferState.DRAINING && awaitElement(FOREVER)) {\n                return take();")
                    .foundBy(
                            "RingBufferTest#readersGetTheRestWhileDraining",
                            "ModelTest#callsGiveWhatTheModelGives",
                            "LincheckEndTest#theEndComesAfterTheLastElement"),
            SeededBug.of("last in, first out")
                    .change("""
                                    E element = cast(elements[first]);
                                    elements[first] = null;
                                    first = slot(1);
                                    head++;
                            """, """
                                    int last = slot(count() - 1);
                                    E element = cast(elements[last]);
                                    elements[last] = null;
                                    tail--;
                            """)
                    .foundBy("ModelTest#callsGiveWhatTheModelGives", "LincheckModelTest#twoThreads"),
            SeededBug.of("a popped element stays reachable")
                    .change("elements[first] = null;", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotKept"),
            SeededBug.of("elements of a bulk read that wraps stay reachable")
                    .change("Arrays.fill(elements, 0, n - beforeEnd, null);", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotKept"),
            SeededBug.of("elements that `drainTo` moved stay reachable")
                    .change("Arrays.fill(array, 0, used, null);", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotKept"),
            SeededBug.of("two calls of `drainTo` share an array")
                    .change("        spare = null;\n        return array;", "        return array;")
                    .foundBy("BlockBufferTest#aCollectionMayDrainTheBufferItself"),
            SeededBug.of("an ended buffer keeps its storage")
                    .change("elements = NO_STORAGE;", "")
                    .foundBy("RetentionTest#anEndedBufferHasNoStorage"),
            SeededBug.of("`snapshot` of an empty, wrapped buffer is not empty")
                    .change(
                            "copyOldest(count())));",
                            "copyOldest(first < slot(count()) ? count() : tail == 0 ? 0 : elements.length)));")
                    .foundBy(
                            "BlockBufferTest#snapshotOfAnEmptyBufferThatHasWrappedIsEmpty",
                            "ModelTest#callsGiveWhatTheModelGives"),
            SeededBug.of("`discard` of a negative count moves the head back")
                    .change(
                            "requireNotNegative(\"count\", max);\n        lock.lock();",
                            "lock.lock();\n        head += Math.min(0, max);")
                    .foundBy(
                            "BlockBufferTest#negativeCountsAreRefusedWithTheirValue",
                            "ModelTest#callsGiveWhatTheModelGives"),
            SeededBug.of("bulk writes of two writers interleave")
                    .change("return turnTaken ? 0 : limit - count();", "return limit - count();")
                    .foundBy(
                            "WriterWakeUpTest#whileARunIsInTheMiddleNobodyElseGetsIn",
                            "StressTest#runsStayTogether",
                            "LincheckScenarioTest#twoRunsDoNotMix"),
            SeededBug.of("closing during a bulk write looks like a success")
                    .change(
                            "throw refuse(written, length);",
                            "if (written > 0) { return; } throw refuse(written, length);")
                    .foundBy(
                            "BlockBufferTest#closingInTheMiddleOfABulkWriteTellsTheExactCount",
                            "LincheckEndTest#closeWriteInTheMiddleOfARunTellsTheExactCount"),
            SeededBug.of("a read of length zero looks like the end")
                    .change(
                            "return 0;\n        }\n        lock.lockInterruptibly();",
                            "return -1;\n        }\n        lock.lockInterruptibly();")
                    .foundBy(
                            "RingBufferTest#lengthZeroReturnsAtOnceInEveryState",
                            "ModelTest#callsGiveWhatTheModelGives"),
            SeededBug.of("a target array of a narrower type loses elements")
                    .change(
                            "copyOldest(target, offset, n);\n            remove(n);",
                            "E[] taken = copyOldest(n);\n remove(n);\n System.arraycopy(taken, 0, target, offset, n);")
                    .foundBy("GrowableBufferTest#aTargetArrayOfANarrowerTypeLosesNothing"),
            SeededBug.of("growth of a wrapped buffer mixes up the order")
                    .change(
                            "copyOldest(elements, newElements, 0, size);",
                            "System.arraycopy(elements, 0, newElements, 0, size);")
                    .foundBy("GrowableBufferTest#growsWhileWrapped", "ModelTest#callsGiveWhatTheModelGives"));

    private ContentBugs() {}
}
