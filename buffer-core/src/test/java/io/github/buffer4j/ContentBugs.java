package io.github.buffer4j;

import java.util.List;

/** Seeded bugs by which elements are lost, kept, mixed up or miscounted, or an end is told wrongly. */
final class ContentBugs {

    private static final String STORAGE = "Storage.java";
    private static final String CONTENTS = "Contents.java";
    private static final String OBSERVERS = "Observers.java";
    private static final String TURN = "WriterTurn.java";

    static final List<SeededBug> ALL = List.of(
            SeededBug.of("`poll` moves the head without the lock")
                    .change("""
                                    acquire();
                                    try {
                                        return findElement() ? take() : null;
                                    } finally {
                                        unlock();
                                    }
                            """, """
                                    return findElement() ? take() : null;
                            """)
                    .foundBy("LincheckModelTest#twoThreads"),
            SeededBug.of("`size` is read without the lock").change("""
                                    lock.lock();
                                    try {
                                        return contents.size();
                                    } finally {
                                        lock.unlock();
                                    }
                            """, """
                                    return contents.size();
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
                            "if (state != BufferState.DRAINING && awaitElement(FOREVER)) {\n"
                                    + "                return take();")
                    .foundBy(
                            "RingBufferTest#readersGetTheRestWhileDraining",
                            "ModelTest#callsGiveWhatTheModelGives",
                            "LincheckEndTest#theEndComesAfterTheLastElement"),
            SeededBug.of("last in, first out")
                    .change(STORAGE, """
                                    int next = slot(1);
                                    E element = cast(elements[first]);
                                    elements[first] = null;
                            """, """
                                    int last = slot(size() - 1);
                                    E element = cast(elements[last]);
                                    elements[last] = null;
                            """)
                    .change(STORAGE, "first = next;\n        head++;", "tail--;")
                    .foundBy("ModelTest#callsGiveWhatTheModelGives", "LincheckModelTest#twoThreads"),
            SeededBug.of("a popped element stays reachable")
                    .change(STORAGE, "elements[first] = null;", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotKept"),
            SeededBug.of("the context of a popped element stays reachable")
                    .change(STORAGE, "contexts[first] = null;", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotKept"),
            SeededBug.of("the contexts of a bulk read stay reachable")
                    .change(STORAGE, "            fill(contexts, from, n, null);\n", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotKept"),
            SeededBug.of("elements of a bulk read that wraps stay reachable")
                    .change(STORAGE, "Arrays.fill(target, 0, n - beforeEnd, value);", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotKept"),
            SeededBug.of("elements that `drainTo` moved stay reachable")
                    .change("Scratch.java", "Arrays.fill(taken, 0, used, null);", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotKept"),
            SeededBug.of("two calls of `drainTo` share an array")
                    .change("Scratch.java", "        array = null;\n        return taken;", "        return taken;")
                    .foundBy("BlockBufferTest#aCollectionMayDrainTheBufferItself"),
            SeededBug.of("what cannot be put back keeps the old place")
                    .change(STORAGE, "        head -= n;\n", "        tail += n;\n")
                    .foundBy("BlockBufferTest#elementsThatArePutBackComeFirstInTheirOrderWithTheirNumbers"),
            SeededBug.of("the peak does not count what was put back")
                    .change(CONTENTS, "number + lost);\n        peakSize.reached(size());", "number + lost);")
                    .foundBy("BlockBufferTest#peakSizeCountsWhatWasPutBack"),
            SeededBug.of("elements that are put back are young again")
                    .change("Ages.java", "= at;\n        }", "= System.nanoTime();\n        }")
                    .foundBy(
                            "BlockBufferTest#elementsThatArePutBackKeepTheirAge",
                            "BlockBufferTest#aRefusedDrainToDoesNotResetTheAge"),
            SeededBug.of("blocked time counts one of the waits under way")
                    .change(
                            "WaitingSide.java",
                            "blockedNanos + waiting * System.nanoTime()",
                            "blockedNanos + Math.min(waiting, 1) * System.nanoTime()")
                    .foundBy("BlockBufferTest#readBlockedTimeIsTheSumOfAllWaits"),
            SeededBug.of("shrinking leaves no room for elements above the capacity")
                    .change(
                            CONTENTS,
                            "Math.max(Math.max(minLength, size), Math.min(2 * size, limit))",
                            "Math.max(minLength, Math.min(2 * size, limit))")
                    .foundBy("RetentionTest#elementsAboveACapacityThatShrankLeaveInTheirOrder"),
            SeededBug.of("a resize takes its storage at once")
                    .change(
                            CONTENTS,
                            "        setCapacity(newCapacity);\n",
                            "        setCapacity(newCapacity);\n        reserve(100, limit);\n")
                    .foundBy("RetentionTest#storageComesWithTheElements"),
            SeededBug.of("a ring gives way to what there is no memory for")
                    .change("RingBuffer.java", "            contents.reserve(wanted);\n", "")
                    .change("contents.reserve(length);\n                    for (int n;", "for (int n;")
                    .foundBy("RingBufferTest#growthThatThereIsNoMemoryForChangesNothing"),
            SeededBug.of("the drops of two calls are told together")
                    .change(OBSERVERS, "            dropped = drops == null ? null : drops.takePending();\n", "")
                    .change(
                            OBSERVERS,
                            "            lock.unlock();\n        }\n        if (dropped != null) {",
                            """
                                        lock.unlock();
                                    }
                                    dropped = drops == null ? null : drops.takePending();
                                    if (dropped != null) {
                            """.stripTrailing())
                    .foundBy("LincheckScenarioTest#eachDropIsToldWithItsReason"),
            SeededBug.of("crossings of a water mark are told out of order")
                    .change("WaterMarks.java", "if (first && telling) {", "if (false) {")
                    .foundBy("BlockBufferTest#crossingsAreToldInTheirOrder"),
            SeededBug.of("an ended buffer keeps its storage")
                    .change(CONTENTS, "        super.release();\n", "")
                    .change(CONTENTS, "droppedOnClose += n;", "droppedOnClose += n;\n        remove(n);")
                    .foundBy("RetentionTest#anEndedBufferHasNoStorage"),
            SeededBug.of("`snapshot` of an empty, wrapped buffer is not empty")
                    .change(
                            "contents.copyOldest(contents.size())));",
                            "contents.copyOldest("
                                    + "contents.size() > 0 || contents.tail() == 0 ? contents.size() : 1)));")
                    .foundBy(
                            "BlockBufferTest#snapshotOfAnEmptyBufferThatHasWrappedIsEmpty",
                            "ModelTest#callsGiveWhatTheModelGives"),
            SeededBug.of("`discard` of a negative count moves the head back")
                    .change(
                            "requireNotNegative(\"count\", max);\n        lock.lock();",
                            "lock.lock();\n        contents.remove(Math.min(0, max));")
                    .foundBy(
                            "BlockBufferTest#negativeCountsAreRefusedWithTheirValue",
                            "ModelTest#callsGiveWhatTheModelGives"),
            SeededBug.of("bulk writes of two writers interleave")
                    .change(TURN, "return taken ? 0 : free;", "return free;")
                    .foundBy(
                            "WriterWakeUpTest#whileARunIsInTheMiddleNobodyElseGetsIn",
                            "StressTest#runsStayTogether",
                            "LincheckScenarioTest#twoRunsDoNotMix"),
            SeededBug.of("closing during a bulk write looks like a success")
                    .change("if (written < length) {\n            throw", "if (written == 0) {\n            throw")
                    .foundBy(
                            "BlockBufferTest#closingInTheMiddleOfABulkWriteTellsTheExactCount",
                            "LincheckEndTest#closeWriteInTheMiddleOfARunTellsTheExactCount"),
            SeededBug.of("a read of length zero looks like the end")
                    .change(
                            "return 0;\n        }\n        acquireInterruptibly();",
                            "return -1;\n        }\n        acquireInterruptibly();")
                    .foundBy(
                            "RingBufferTest#lengthZeroReturnsAtOnceInEveryState",
                            "ModelTest#callsGiveWhatTheModelGives"),
            SeededBug.of("a target array of a narrower type loses elements")
                    .change(
                            "contents.copyOldest(target, offset, n);\n                remove(n, n);",
                            "Object[] taken = contents.copyOldest(n);\n remove(n, n);\n"
                                    + " System.arraycopy(taken, 0, target, offset, n);")
                    .foundBy("GrowableBufferTest#aTargetArrayOfANarrowerTypeLosesNothing"),
            SeededBug.of("growth of a wrapped buffer mixes up the order")
                    .change(
                            STORAGE,
                            "copy(elements, newElements, 0, size);",
                            "System.arraycopy(elements, 0, newElements, 0, size);")
                    .foundBy("GrowableBufferTest#growsWhileWrapped", "ModelTest#callsGiveWhatTheModelGives"));

    private ContentBugs() {}
}
