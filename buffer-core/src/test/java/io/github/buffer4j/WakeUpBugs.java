package io.github.buffer4j;

import java.util.List;

/** Seeded bugs that make a thread keep waiting, or proceed, when it should not. */
final class WakeUpBugs {

    private static final String UNLOCK = """
                    } finally {
                        unlock();
            """;

    private static final String PLAIN_UNLOCK = UNLOCK.replace("unlock()", "lock.unlock()");

    /* The source text that follows the body of next. */
    private static final String AFTER_NEXT = """
                    }
                    throw endedByError();
                }

                private E take\
            """;

    private static final String ENGINE = "AbstractStreamingBuffer.java";
    private static final String MONITOR = "Monitor.java";
    private static final String TURN = "WriterTurn.java";
    private static final String LINGERING = "LingeringReaders.java";
    private static final String RELAY = "RelayCondition.java";

    static final List<SeededBug> ALL = List.of(
            SeededBug.of("one condition for both sides, with `signal`")
                    .change(
                            TURN,
                            "WriterTurn(ReentrantLock lock)",
                            "WriterTurn(RelayCondition elementAdded, ReentrantLock lock)")
                    .change(TURN, "this.roomFreed = new RelayCondition(lock);", "this.roomFreed = elementAdded;")
                    .change(MONITOR, "new WriterTurn(lock)", "new WriterTurn(elementAdded, lock)")
                    .foundBy("LincheckScenarioTest#oneWriterAndTwoReadersHandOverAtCapacityOne"),
            SeededBug.of("`reset` wakes no writer")
                    .change(
                            ENGINE,
                            "return discardOldest(Integer.MAX_VALUE);\n" + UNLOCK,
                            "return discardOldest(Integer.MAX_VALUE);\n" + PLAIN_UNLOCK)
                    .foundBy(
                            "BlockBufferTest#drainToDiscardAndResetFreeAllWritersThatFit",
                            "LincheckScenarioTest#resetFreesWriters"),
            SeededBug.of("`discard` wakes no writer")
                    .change(
                            ENGINE,
                            "return discardOldest(max);\n" + UNLOCK,
                            "return discardOldest(max);\n" + PLAIN_UNLOCK)
                    .foundBy(
                            "BlockBufferTest#everyWayToTakeAnElementWakesAWriter",
                            "LincheckScenarioTest#discardFreesWriters"),
            SeededBug.of("a reader that returns wakes nobody who waits for an idle buffer")
                    .change(
                            "ReaderThreads.java",
                            "become(entry, activity, readCount, 0);\n        signalReturn();",
                            "become(entry, activity, readCount, 0);")
                    .foundBy(
                            "BlockBufferTest#noSignalIsMissedByThoseWhoWaitForEachElement",
                            "BlockBufferTest#aReaderThatLeavesItsLoopOrItsStreamIsSignalled"),
            SeededBug.of("`reset` and `discard` wake nobody who waits for an idle buffer")
                    .change(MONITOR, "readerThreads.signalReturn();\n        endIfDrained();", "endIfDrained();")
                    .foundBy("BlockBufferTest#resetDiscardAndCloseAreSignalled"),
            SeededBug.of("closing wakes no reader")
                    .change(MONITOR, "elementAdded.signalAll();", "")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesAllWaitersAtOnceWithTheRightOutcome",
                            "LincheckEndTest#closeFailsAllReaders"),
            SeededBug.of("closing wakes one reader: `signal` for `signalAll`")
                    .change(MONITOR, "elementAdded.signalAll();", "elementAdded.signal(1);")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesAllWaitersAtOnceWithTheRightOutcome",
                            "LincheckEndTest#closeFailsAllReaders"),
            SeededBug.of("closing wakes no writer")
                    .change(TURN, "        roomFreed.signalAll();", "")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesAllWaitersAtOnceWithTheRightOutcome",
                            "LincheckEndTest#closeWriteFailsAllWritersAndKeepsTheElements"),
            SeededBug.of("closing wakes one writer: `signal` for `signalAll`")
                    .change(TURN, "        roomFreed.signalAll();", "        roomFreed.signal(1);")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesAllWaitersAtOnceWithTheRightOutcome",
                            "LincheckEndTest#closeWriteFailsAllWritersAndKeepsTheElements"),
            SeededBug.of("closing the writing end wakes no lingering reader")
                    .change(
                            MONITOR,
                            "state = BufferState.DRAINING;\n        lingering.signalAll();",
                            "state = BufferState.DRAINING;")
                    .foundBy("BlockBufferTest#aLingeringReaderReturnsItsElementsWhenTheStreamEnds"),
            SeededBug.of("a bulk write of N elements wakes only one of N readers")
                    .change(
                            "            unlock();\n" + AFTER_NEXT,
                            "            turn.signal(contents.free());\n            lock.unlock();\n" + AFTER_NEXT)
                    .foundBy(
                            "BlockBufferTest#aBulkWriteOfKWakesKReaders",
                            "LincheckScenarioTest#aBulkWriteOfTwoWakesTwoReaders"),
            SeededBug.of("a bulk read of N elements wakes only one of N writers")
                    .change("""
                                    elements.append(element, context);
                                    return;
                                }
                                reject(1);
                                open = state == BufferState.OPEN;
                            } finally {
                                unlock();
                    """, """
                                    elements.append(element, context);
                                    return;
                                }
                                reject(1);
                                open = state == BufferState.OPEN;
                            } finally {
                                elementAdded.signal(1);
                                lock.unlock();
                    """)
                    .foundBy(
                            "BlockBufferTest#aBulkReadOfKFreesKWriters",
                            "LincheckScenarioTest#aBulkReadOfTwoFreesTwoWriters"),
            SeededBug.of("a bulk write into a ring never wakes a reader")
                    .change(
                            ENGINE,
                            "open = state == BufferState.OPEN;\n            } finally {\n                unlock();",
                            """
                            open = state == BufferState.OPEN;
                                        } finally {
                                            if (kind != BufferKind.RING) {
                                                signalWaiters();
                                            }
                                            lock.unlock();
                            """.stripTrailing())
                    .foundBy(
                            "RingBufferTest#everyWayToWriteWakesAReader",
                            "LincheckScenarioTest#aBulkWriteOfTwoWakesTwoReaders"),
            SeededBug.of("`if` for `while` where readers wait")
                    .change(
                            MONITOR,
                            "while (contents.isEmpty() && state == BufferState.OPEN && left > 0) {\n"
                                    + "                    left = elementAdded",
                            "if (contents.isEmpty() && state == BufferState.OPEN && left > 0) {\n"
                                    + "                    left = elementAdded")
                    .foundBy(
                            "BlockBufferTest#aReaderWhoseElementWasTakenByAnotherKeepsWaiting",
                            "LincheckScenarioTest#aReaderWhoseElementIsTakenKeepsWaiting"),
            SeededBug.of("`if` for `while` where writers wait")
                    .change(
                            MONITOR,
                            "while (state == BufferState.OPEN && left > 0 &&",
                            "if (state == BufferState.OPEN && left > 0 &&")
                    .foundBy(
                            "WriterWakeUpTest#aWriterWhoseSlotWasTakenByAnotherKeepsWaiting",
                            "LincheckScenarioTest#aWriterWhoseSlotIsTakenKeepsWaiting"),
            SeededBug.of("the signal of a reader that times out is lost")
                    .change(
                            MONITOR,
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
            SeededBug.of("the signal of a writer that times out is lost")
                    .change(
                            MONITOR,
                            "left = turn.await(midRun, left);",
                            "left = turn.await(midRun, left);\n" + "if (left <= 0) { return false; }")
                    .foundBy("TimeOutTest#anOfferTakesTheSlot"),
            SeededBug.of("a spurious wake-up restarts a reader's time-out")
                    .change(
                            MONITOR,
                            "left = elementAdded.await(left);",
                            "left = elementAdded.await(left) > 0 ? nanos : 0;")
                    .foundBy("TimeOutTest#spuriousWakeUpsNeitherShortenNorExtendATimeOut"),
            SeededBug.of("a spurious wake-up restarts a writer's time-out")
                    .change(
                            MONITOR,
                            "left = turn.await(midRun, left);",
                            "left = turn.await(midRun, left) > 0 ? nanos : 0;")
                    .foundBy("TimeOutTest#spuriousWakeUpsNeitherShortenNorExtendATimeOut"),
            SeededBug.of("a stray unpark ends a timed `poll` of an ended queue")
                    .change(
                            "BufferQueue.java",
                            "for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begin)) {",
                            "long left = nanos - (System.nanoTime() - begin);\n        if (left > 0) {")
                    .foundBy("TimeOutTest#strayUnparksNeitherShortenATimeOutNorEndAWait"),
            SeededBug.of("a signalled thread still counts as signalled after it has returned")
                    .change(RELAY, "parked--;\n            signalled = Math.max(0, signalled - 1);", "parked--;")
                    .foundBy(
                            "BlockBufferTest#aBulkWriteOfKWakesKReaders",
                            "LincheckScenarioTest#aBulkWriteOfTwoWakesTwoReaders"),
            SeededBug.of("an interrupted thread still counts as signalled")
                    .change(RELAY, "            return awaitSignal(nanos);\n        } finally {", """
                                        long left = awaitSignal(nanos);
                                        signalled = Math.max(0, signalled - 1);
                                        return left;
                                    } finally {
                            """.stripTrailing())
                    .change(RELAY, "parked--;\n            signalled = Math.max(0, signalled - 1);", "parked--;")
                    .foundBy("GivingUpTest#byAnInterrupt"),
            SeededBug.of("a thread that timed out still counts as signalled")
                    .change(RELAY, "            return awaitSignal(nanos);\n        } finally {", """
                                        long left = awaitSignal(nanos);
                                        signalled = left > 0 ? Math.max(0, signalled - 1) : signalled;
                                        return left;
                                    } catch (InterruptedException e) {
                                        signalled = Math.max(0, signalled - 1);
                                        throw e;
                                    } finally {
                            """.stripTrailing())
                    .change(RELAY, "parked--;\n            signalled = Math.max(0, signalled - 1);", "parked--;")
                    .foundBy("GivingUpTest#byATimeOut"),
            SeededBug.of("an interrupted thread still counts as parked")
                    .change(RELAY, "            parked--;\n", "")
                    .change(RELAY, "            return awaitSignal(nanos);\n        } finally {", """
                                        long left = awaitSignal(nanos);
                                        parked--;
                                        return left;
                                    } finally {
                            """.stripTrailing())
                    .foundBy("InterruptMatrixTest#whileWaiting"),
            SeededBug.of("a pool worker misses a signal that precedes its wait")
                    .change(RELAY, "if (signals == signalsBefore) {", "{")
                    .foundBy("ForkJoinPoolTest#aSignalWhileThePoolCompensatesIsNotMissed"),
            SeededBug.of("a pool worker misses an end that precedes its wait")
                    .change(RELAY, "condition.signalAll();\n        signals++;", "condition.signalAll();")
                    .foundBy("ForkJoinPoolTest#anEndWhileThePoolCompensatesIsNotMissed"),
            SeededBug.of("a pool does not compensate for a waiting worker")
                    .change(RELAY, "if (nanos >= MIN_COMPENSATED_NANOS", "if (false && nanos >= MIN_COMPENSATED_NANOS")
                    .change(RELAY, "if (nanos == FOREVER) {\n            condition.await();", """
                            if (nanos == FOREVER) {
                                        condition.awaitNanos(nanos);
                            """.stripTrailing())
                    .foundBy("ForkJoinPoolTest#waitingTasksLetTheOthersRun"),
            SeededBug.of("a pool that refuses to compensate makes the wait fail")
                    .change(RELAY, "            wait.block();\n", "            throw e;\n")
                    .foundBy("ForkJoinPoolTest#aThreadWaitsIfItsPoolRefusesToCompensate"),
            SeededBug.of("a pool starts the compensating thread with the lock held")
                    .change(
                            RELAY,
                            "        lock.unlock();\n        try {\n            ForkJoinPool",
                            "        try {\n            ForkJoinPool")
                    .change(
                            RELAY,
                            "wait.block();\n        } finally {\n            lock.lock();\n        }",
                            "wait.block();\n        }")
                    .foundBy("ForkJoinPoolTest#aPoolStartsTheCompensatingThreadWithoutTheLock"),
            SeededBug.of("a lingering reader wakes for each element")
                    .change(
                            LINGERING,
                            "return contents.size() >= Math.min(wanted, contents.limit())",
                            "return contents.size() >= 1")
                    .foundBy("BlockBufferTest#readBatchWakesForItsBatchAndNotForEachElement"),
            SeededBug.of("a lingering reader is not woken when the buffer is full")
                    .change(
                            LINGERING,
                            "contents.size() >= Math.min(wanted, contents.limit())\n                || "
                                    + "(!contents.isEmpty() && "
                                    + "(turn.room(contents.free()) < 1 || writers.waiting() > 0))",
                            "contents.size() >= wanted")
                    .foundBy("BlockBufferTest#readBatchWakesWhenTheBufferIsFull"),
            SeededBug.of("the size of a completed batch is not removed")
                    .change(MONITOR, "                lingering.leave(size);\n", "")
                    .foundBy("BlockBufferTest#anInterruptedOrTimedOutBatchLeavesNothingBehind"),
            SeededBug.of("a reader parks after spinning without checking the state again")
                    .change(
                            MONITOR,
                            "readers.spin(readAheadTarget(), nanos) : nanos;",
                            "readers.spin(readAheadTarget(), nanos) : nanos;\n"
                                    + "if (left > 0) { left = elementAdded.await(left); }")
                    .foundBy("SpinningTest#anElementWrittenWhileAReaderSpinsIsTaken"),
            SeededBug.of("a spin without progress does not end in time")
                    .change("Spinner.java", "(progress ? MAX_NANOS : NANOS_WITHOUT_PROGRESS)", "10 * MAX_NANOS")
                    .foundBy("SpinnerTest#itEndsWithinTheTimeOfAParkIfThereIsNoProgress"),
            SeededBug.of("an interrupted thread spins")
                    .change(
                            "WaitingSide.java",
                            "if (Thread.currentThread().isInterrupted()\n                || ",
                            "if (")
                    .foundBy("WaitingSideTest#aShortTimeOutOrAnInterruptPreventsSpinning"),
            SeededBug.of("an interrupted bulk write keeps the turn")
                    .change(MONITOR, "            if (midRun) {\n                turn.pass();\n            }\n", "")
                    .change(
                            MONITOR,
                            "        return state == BufferState.OPEN && room() > 0;",
                            "        if (midRun) {\n            turn.pass();\n        }\n"
                                    + "        return state == BufferState.OPEN && room() > 0;")
                    .foundBy(
                            "InterruptMatrixTest#whileWaiting",
                            "LincheckEndTest#anInterruptedBulkWriteReportsTheExactCountAndAdmitsOthers"));

    private WakeUpBugs() {}
}
