package io.github.buffer4j;

import java.util.List;

/** Seeded bugs that lose, retain, reorder or miscount elements, or report the end wrongly. */
final class ContentBugs {

    private static final String ENGINE = "AbstractStreamingBuffer.java";
    private static final String ELEMENTS = "Elements.java";
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
            SeededBug.of("`size` is read without the lock")
                    .change(ENGINE, """
                                    lock.lock();
                                    try {
                                        return contents.size();
                                    } finally {
                                        lock.unlock();
                                    }
                            """, """
                                    return contents.size();
                            """)
                    .foundBy("LincheckModelTest#twoThreads"),
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
                            "RingBufferTest#readersGetTheRemainingElementsWhileDraining",
                            "ModelTest#callsReturnWhatTheModelReturns",
                            "LincheckEndTest#theEndComesAfterTheLastElement"),
            SeededBug.of("last in, first out")
                    .change(ELEMENTS, """
                                    int next = slot(1);
                                    E element = cast(elements[first]);
                                    elements[first] = null;
                            """, """
                                    int last = slot(size() - 1);
                                    E element = cast(elements[last]);
                                    elements[last] = null;
                            """)
                    .change(ELEMENTS, "first = next;\n        head++;", "tail--;")
                    .foundBy("ModelTest#callsReturnWhatTheModelReturns", "LincheckModelTest#twoThreads"),
            SeededBug.of("a popped element stays reachable")
                    .change(ELEMENTS, "elements[first] = null;", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotReachable"),
            SeededBug.of("the context of a popped element stays reachable")
                    .change(ELEMENTS, "contexts[first] = null;", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotReachable"),
            SeededBug.of("the contexts of a bulk read stay reachable")
                    .change(ELEMENTS, "            fill(contexts, slot, n, null);\n", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotReachable"),
            SeededBug.of("elements of a bulk read that wraps stay reachable")
                    .change(ELEMENTS, "Arrays.fill(target, 0, n - beforeEnd, value);", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotReachable"),
            SeededBug.of("elements that `drainTo` moved stay reachable")
                    .change("Scratch.java", "Arrays.fill(taken, 0, used, null);", "")
                    .foundBy("RetentionTest#elementsThatLeftAreNotReachable"),
            SeededBug.of("two calls of `drainTo` share an array")
                    .change("Scratch.java", "        array = null;\n        return taken;", "        return taken;")
                    .foundBy("BlockBufferTest#aCollectionMayDrainTheBufferItself"),
            SeededBug.of("elements that are put back change the sequence numbers of the others")
                    .change(ELEMENTS, "        head -= kept;\n", "        tail += kept;\n")
                    .foundBy("BlockBufferTest#elementsThatArePutBackComeFirstInTheirOrderWithTheirNumbers"),
            SeededBug.of("the peak size ignores elements that were put back")
                    .change(
                            CONTENTS,
                            "void afterPutBack() {\n        peakSize.reached(size());",
                            "void afterPutBack() {")
                    .foundBy("BlockBufferTest#peakSizeIncludesElementsThatWerePutBack"),
            SeededBug.of("elements that are put back lose their age")
                    .change("Ages.java", "= at;\n        }", "= System.nanoTime();\n        }")
                    .foundBy(
                            "BlockBufferTest#elementsThatArePutBackKeepTheirAge",
                            "BlockBufferTest#aFailedDrainToDoesNotResetTheAge"),
            SeededBug.of("blocked time includes only one of the waits in progress")
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
                    .foundBy("RetentionTest#elementsAboveAReducedCapacityLeaveInOrder"),
            SeededBug.of("a resize allocates storage at once")
                    .change(
                            CONTENTS,
                            "        setCapacity(newCapacity);\n",
                            "        setCapacity(newCapacity);\n        reserve(100, limit);\n")
                    .foundBy("RetentionTest#storageIsAllocatedAsElementsAreWritten"),
            SeededBug.of("a ring evicts elements before it allocates storage for new ones")
                    .change(ENGINE, "            contents.reserve(wanted);\n", "")
                    .change(ENGINE, "contents.reserve(length);\n                    for (int n;\n", "for (int n;\n")
                    .foundBy("RingBufferTest#growthWithoutMemoryChangesNothing"),
            SeededBug.of("the drops of two calls are reported together")
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
                    .foundBy("LincheckScenarioTest#eachDropIsReportedWithItsReason"),
            SeededBug.of("crossings of a water mark are reported out of order")
                    .change("WaterMarks.java", "if (first && telling) {", "if (false) {")
                    .foundBy("BlockBufferTest#crossingsAreReportedInOrder"),
            SeededBug.of("an ended buffer keeps its storage")
                    .change(ELEMENTS, "        super.release();\n", "")
                    .change(CONTENTS, "droppedOnClose += n;", "droppedOnClose += n;\n        remove(n);")
                    .foundBy("RetentionTest#anEndedBufferHasNoStorage"),
            SeededBug.of("`snapshot` of an empty, wrapped buffer is not empty")
                    .change(
                            "elements.copyOldest(contents.size())));",
                            "elements.copyOldest("
                                    + "contents.size() > 0 || contents.tail() == 0 ? contents.size() : 1)));")
                    .foundBy(
                            "BlockBufferTest#snapshotOfAnEmptyBufferThatHasWrappedIsEmpty",
                            "ModelTest#callsReturnWhatTheModelReturns"),
            SeededBug.of("`discard` of a negative count moves the head back")
                    .change(
                            ENGINE,
                            "requireNotNegative(\"max\", max);\n        lock.lock();",
                            "lock.lock();\n        contents.remove(Math.min(0, max));")
                    .foundBy(
                            "BlockBufferTest#negativeCountsAreRefusedWithTheirValue",
                            "ModelTest#callsReturnWhatTheModelReturns"),
            SeededBug.of("bulk writes of two writers interleave")
                    .change(TURN, "return taken ? 0 : free;", "return free;")
                    .foundBy(
                            "WriterWakeUpTest#noOtherWriterIsAdmittedDuringABulkWrite",
                            "StressTest#bulkWritesStayContiguous",
                            "LincheckScenarioTest#twoBulkWritesDoNotInterleave"),
            SeededBug.of("closing during a bulk write looks like a success")
                    .change(
                            ENGINE,
                            "if (written < length) {\n            throw",
                            "if (written == 0) {\n            throw")
                    .foundBy(
                            "BlockBufferTest#closingDuringABulkWriteReportsTheExactCount",
                            "LincheckEndTest#closeWriteDuringABulkWriteReportsTheExactCount"),
            SeededBug.of("a read of length zero looks like the end")
                    .change("length == 0 ? 0 : readRun(", "length == 0 ? -1 : readRun(")
                    .foundBy(
                            "RingBufferTest#lengthZeroReturnsAtOnceInEveryState",
                            "ModelTest#callsReturnWhatTheModelReturns"),
            SeededBug.of("a target array of a narrower type loses elements")
                    .change(
                            ENGINE,
                            "contents.copyOldest(target, offset, n);\n                remove(n, n);",
                            "Object[] taken = new Object[n];\n contents.copyOldest(taken, 0, n);\n remove(n, n);\n"
                                    + " System.arraycopy(taken, 0, target, offset, n);")
                    .foundBy("GrowableBufferTest#aTargetArrayOfANarrowerTypeLosesNothing"),
            SeededBug.of("growth of a wrapped buffer changes the order")
                    .change(
                            ELEMENTS,
                            "copy(elements, newElements, 0, size);",
                            "System.arraycopy(elements, 0, newElements, 0, size);")
                    .foundBy("GrowableBufferTest#growsWhileWrapped", "ModelTest#callsReturnWhatTheModelReturns"));

    private ContentBugs() {}
}
