package io.github.buffer4j;

import java.util.List;

/** Seeded bugs by which a thread sleeps on, or goes on, when it should not. */
final class WakeUpBugs {

    private static final String UNLOCK = """
                    } finally {
                        unlock();
            """;

    private static final String PLAIN_UNLOCK = UNLOCK.replace("unlock()", "lock.unlock()");

    static final List<SeededBug> ALL = List.of(
            SeededBug.of("one condition for both sides, with `signal`")
                    .change("WaitQueue slotFreed = new WaitQueue(lock)", "WaitQueue slotFreed = elementAdded")
                    .foundBy("LincheckScenarioTest#oneWriterAndTwoReadersHandOverAtCapacityOne"),
            SeededBug.of("`reset` wakes no writer")
                    .change("return discard(Integer.MAX_VALUE);", """
                            lock.lock();
                            try {
                                int n = count();
                                drop(n, DropReason.DISCARDED);
                                return n;
                            } finally {
                                lock.unlock();
                            }
                            """)
                    .foundBy(
                            "BlockBufferTest#drainToDiscardAndResetFreeAllWritersThatFit",
                            "LincheckScenarioTest#resetFreesWriters"),
            SeededBug.of("`discard` and `reset` leave writers asleep")
                    .change(
                            "drop(n, DropReason.DISCARDED);\n            return n;\n" + UNLOCK,
                            "drop(n, DropReason.DISCARDED);\n            return n;\n" + PLAIN_UNLOCK)
                    .foundBy(
                            "BlockBufferTest#everyWayToTakeAnElementWakesAWriter",
                            "LincheckScenarioTest#discardFreesWriters"),
            SeededBug.of("closing wakes no reader")
                    .change("elementAdded.signalAll();", "")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer",
                            "LincheckEndTest#closeFailsAllReaders"),
            SeededBug.of("closing wakes one reader: `signal` for `signalAll`")
                    .change("elementAdded.signalAll();", "elementAdded.signal();")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer",
                            "LincheckEndTest#closeFailsAllReaders"),
            SeededBug.of("closing wakes no writer")
                    .change("slotFreed.signalAll();", "")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer",
                            "LincheckEndTest#closeWriteFailsAllWritersAndKeepsWhatWentIn"),
            SeededBug.of("closing wakes one writer: `signal` for `signalAll`")
                    .change("slotFreed.signalAll();", "slotFreed.signal();")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer",
                            "LincheckEndTest#closeWriteFailsAllWritersAndKeepsWhatWentIn"),
            SeededBug.of("one write of N wakes one of N readers")
                    .change("requireCleanEnd();\n            return null;\n" + UNLOCK, """
                            requireCleanEnd();
                                        return null;
                                    } finally {
                                        if (count() < limit) {
                                            (turnTaken ? bulkSlotFreed : slotFreed).signal();
                                        }
                                        lock.unlock();
                            """)
                    .foundBy(
                            "BlockBufferTest#aBulkWriteOfKWakesKReaders",
                            "LincheckScenarioTest#aBulkWriteOfTwoWakesTwoReaders"),
            SeededBug.of("one read of N frees one of N writers")
                    .change("            append(element);\n" + UNLOCK, """
                                        append(element);
                                    } finally {
                                        elementAdded.signal();
                                        lock.unlock();
                            """)
                    .foundBy(
                            "BlockBufferTest#aBulkReadOfKFreesKWriters",
                            "LincheckScenarioTest#aBulkReadOfTwoFreesTwoWriters"),
            SeededBug.of("a bulk write into a ring never wakes a reader")
                    .change("written += n;\n                }\n            } finally {\n                unlock();", """
                            written += n;
                                            }
                                        } finally {
                                            if (!(this instanceof RingBuffer)) {
                                                signalWaiters();
                                            }
                                            lock.unlock();
                            """)
                    .foundBy(
                            "RingBufferTest#everyWayToWriteWakesAReader",
                            "LincheckScenarioTest#aBulkWriteOfTwoWakesTwoReaders"),
            SeededBug.of("`if` for `while` where readers wait")
                    .change(
                            "while (head == tail && state == BufferState.OPEN && left > 0)",
                            "if (head == tail && state == BufferState.OPEN && left > 0)")
                    .foundBy(
                            "BlockBufferTest#aReaderWhoseElementWasTakenByAnotherWaitsOn",
                            "LincheckScenarioTest#aReaderWhoseElementIsTakenWaitsOn"),
            SeededBug.of("`if` for `while` where writers wait")
                    .change(
                            "while (state == BufferState.OPEN && left > 0 &&",
                            "if (state == BufferState.OPEN && left > 0 &&")
                    .foundBy(
                            "WriterWakeUpTest#aWriterWhoseSlotWasTakenByAnotherWaitsOn",
                            "LincheckScenarioTest#aWriterWhoseSlotIsTakenWaitsOn"),
            SeededBug.of("a reader's time-out swallows its signal")
                    .change(
                            "left = elementAdded.await(left);",
                            "left = elementAdded.await(left);\n" + "if (left <= 0) { return false; }")
                    .change("return awaitElement(nanos) ? take() : null;\n" + UNLOCK, """
                            E element = awaitElement(nanos) ? take() : null;
                                        if (element != null) {
                                            signalWaiters();
                                        }
                                        return element;
                            """ + PLAIN_UNLOCK)
                    .foundBy("TimeOutTest#aPollTakesTheElement"),
            SeededBug.of("a writer that was signalled just in time gives up")
                    .change(
                            "left = queue.await(left);",
                            "left = queue.await(left);\n" + "if (left <= 0) { return false; }")
                    .foundBy("TimeOutTest#anOfferTakesTheSlot"),
            SeededBug.of("who was signalled is still expected after it came")
                    .change("WaitQueue.java", "parked--;\n            signalled = false;", "parked--;")
                    .foundBy(
                            "BlockBufferTest#aBulkWriteOfKWakesKReaders",
                            "LincheckScenarioTest#aBulkWriteOfTwoWakesTwoReaders"),
            SeededBug.of("who has spun parks without another look")
                    .change(
                            "TAILS, nanos) : nanos;",
                            "TAILS, nanos) : nanos;\n" + "if (left > 0) { left = elementAdded.await(left); }")
                    .foundBy("SpinningTest#anElementThatComesWhileAReaderSpinsIsTaken"),
            SeededBug.of("who is interrupted spins on")
                    .change("if (Thread.currentThread().isInterrupted()\n                || ", "if (")
                    .foundBy("SpinningTest#anInterruptEndsARunWhoseWriterSpins"),
            SeededBug.of("an interrupted run keeps its turn")
                    .change("            if (midRun) {\n                turnTaken = false;\n            }\n", "")
                    .change(
                            "        return state == BufferState.OPEN && room() > 0;",
                            "        turnTaken &= !midRun;\n        return state == BufferState.OPEN && room() > 0;")
                    .foundBy(
                            "InterruptMatrixTest#whileItWaits",
                            "LincheckEndTest#anInterruptedRunTellsTheExactCountAndLetsTheOthersIn"));

    private WakeUpBugs() {}
}
