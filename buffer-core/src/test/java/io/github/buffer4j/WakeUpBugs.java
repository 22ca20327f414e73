package io.github.buffer4j;

import java.util.List;

/** Seeded bugs by which a thread sleeps on, or goes on, when it should not. */
final class WakeUpBugs {

    private static final String UNLOCK = """
                    } finally {
                        unlock();
            """;

    private static final String PLAIN_UNLOCK = UNLOCK.replace("unlock()", "lock.unlock()");

    /* What comes after the end of next. */
    private static final String AFTER_NEXT = """
                    }
                    throw endedByError();
                }

                @Override
                public @Nullable Envelope<E> nextEnvelope\
            """;

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
                            "return discardOldest(Integer.MAX_VALUE);\n" + UNLOCK,
                            "return discardOldest(Integer.MAX_VALUE);\n" + PLAIN_UNLOCK)
                    .foundBy(
                            "BlockBufferTest#drainToDiscardAndResetFreeAllWritersThatFit",
                            "LincheckScenarioTest#resetFreesWriters"),
            SeededBug.of("`discard` leaves writers asleep")
                    .change("return discardOldest(max);\n" + UNLOCK, "return discardOldest(max);\n" + PLAIN_UNLOCK)
                    .foundBy(
                            "BlockBufferTest#everyWayToTakeAnElementWakesAWriter",
                            "LincheckScenarioTest#discardFreesWriters"),
            SeededBug.of("closing wakes no reader")
                    .change(MONITOR, "elementAdded.signalAll();", "")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer",
                            "LincheckEndTest#closeFailsAllReaders"),
            SeededBug.of("closing wakes one reader: `signal` for `signalAll`")
                    .change(MONITOR, "elementAdded.signalAll();", "elementAdded.signal(1);")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer",
                            "LincheckEndTest#closeFailsAllReaders"),
            SeededBug.of("closing wakes no writer")
                    .change(TURN, "        roomFreed.signalAll();", "")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer",
                            "LincheckEndTest#closeWriteFailsAllWritersAndKeepsWhatWentIn"),
            SeededBug.of("closing wakes one writer: `signal` for `signalAll`")
                    .change(TURN, "        roomFreed.signalAll();", "        roomFreed.signal(1);")
                    .foundBy(
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer",
                            "LincheckEndTest#closeWriteFailsAllWritersAndKeepsWhatWentIn"),
            SeededBug.of("closing the writing end wakes no reader that lingers")
                    .change(
                            MONITOR,
                            "state = BufferState.DRAINING;\n        lingering.signalAll();",
                            "state = BufferState.DRAINING;")
                    .foundBy("BlockBufferTest#aLingeringReaderGetsWhatCameWhenTheStreamEnds"),
            SeededBug.of("one write of N wakes one of N readers")
                    .change(
                            "            unlock();\n" + AFTER_NEXT,
                            "            turn.signal(contents.free());\n            lock.unlock();\n" + AFTER_NEXT)
                    .foundBy(
                            "BlockBufferTest#aBulkWriteOfKWakesKReaders",
                            "LincheckScenarioTest#aBulkWriteOfTwoWakesTwoReaders"),
            SeededBug.of("one read of N frees one of N writers")
                    .change("""
                                    contents.append(element, context);
                                    return;
                                }
                                reject(1);
                                open = state == BufferState.OPEN;
                            } finally {
                                unlock();
                    """, """
                                    contents.append(element, context);
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
                            "open = state == BufferState.OPEN;\n            } finally {\n                unlock();",
                            """
                            open = state == BufferState.OPEN;
                                        } finally {
                                            if (!(this instanceof RingBuffer)) {
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
                            "BlockBufferTest#aReaderWhoseElementWasTakenByAnotherWaitsOn",
                            "LincheckScenarioTest#aReaderWhoseElementIsTakenWaitsOn"),
            SeededBug.of("`if` for `while` where writers wait")
                    .change(
                            MONITOR,
                            "while (state == BufferState.OPEN && left > 0 &&",
                            "if (state == BufferState.OPEN && left > 0 &&")
                    .foundBy(
                            "WriterWakeUpTest#aWriterWhoseSlotWasTakenByAnotherWaitsOn",
                            "LincheckScenarioTest#aWriterWhoseSlotIsTakenWaitsOn"),
            SeededBug.of("a reader's time-out swallows its signal")
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
            SeededBug.of("a writer that was signalled just in time gives up")
                    .change(
                            MONITOR,
                            "left = turn.await(midRun, left);",
                            "left = turn.await(midRun, left);\n" + "if (left <= 0) { return false; }")
                    .foundBy("TimeOutTest#anOfferTakesTheSlot"),
            SeededBug.of("a wake-up for nothing starts a reader's time-out anew")
                    .change(
                            MONITOR,
                            "left = elementAdded.await(left);",
                            "left = elementAdded.await(left) > 0 ? nanos : 0;")
                    .foundBy("TimeOutTest#wakeUpsForNothingNeitherShortenNorExtendATimeOut"),
            SeededBug.of("a wake-up for nothing starts a writer's time-out anew")
                    .change(
                            MONITOR,
                            "left = turn.await(midRun, left);",
                            "left = turn.await(midRun, left) > 0 ? nanos : 0;")
                    .foundBy("TimeOutTest#wakeUpsForNothingNeitherShortenNorExtendATimeOut"),
            SeededBug.of("a stray unpark ends a timed `poll` of an ended queue")
                    .change(
                            "BufferQueue.java",
                            "for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - begin)) {",
                            "long left = nanos - (System.nanoTime() - begin);\n        if (left > 0) {")
                    .foundBy("TimeOutTest#strayUnparksNeitherShortenATimeOutNorEndAWait"),
            SeededBug.of("who was signalled is still expected after it came")
                    .change(RELAY, "parked--;\n            signalled = Math.max(0, signalled - 1);", "parked--;")
                    .foundBy(
                            "BlockBufferTest#aBulkWriteOfKWakesKReaders",
                            "LincheckScenarioTest#aBulkWriteOfTwoWakesTwoReaders"),
            SeededBug.of("who was interrupted is still expected")
                    .change(RELAY, "            return awaitSignal(nanos);\n        } finally {", """
                                        long left = awaitSignal(nanos);
                                        signalled = Math.max(0, signalled - 1);
                                        return left;
                                    } finally {
                            """.stripTrailing())
                    .change(RELAY, "parked--;\n            signalled = Math.max(0, signalled - 1);", "parked--;")
                    .foundBy("GivingUpTest#byAnInterrupt"),
            SeededBug.of("whose time was up is still expected")
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
            SeededBug.of("who gave up is still counted as parked")
                    .change(RELAY, "            parked--;\n", "")
                    .change(RELAY, "            return awaitSignal(nanos);\n        } finally {", """
                                        long left = awaitSignal(nanos);
                                        parked--;
                                        return left;
                                    } finally {
                            """.stripTrailing())
                    .foundBy("InterruptMatrixTest#whileItWaits"),
            SeededBug.of("a worker of a pool misses a signal that comes before it waits")
                    .change(RELAY, "if (signals == signalsBefore) {", "{")
                    .foundBy("ForkJoinPoolTest#aSignalThatComesWhileThePoolCompensatesIsNotMissed"),
            SeededBug.of("a worker of a pool misses the end that comes before it waits")
                    .change(RELAY, "condition.signalAll();\n        signals++;", "condition.signalAll();")
                    .foundBy("ForkJoinPoolTest#anEndThatComesWhileThePoolCompensatesIsNotMissed"),
            SeededBug.of("a worker of a pool is not compensated for")
                    .change(RELAY, "if (nanos >= MIN_COMPENSATED_NANOS", "if (false && nanos >= MIN_COMPENSATED_NANOS")
                    .change(RELAY, "if (nanos == FOREVER) {\n            condition.await();", """
                            if (nanos == FOREVER) {
                                        condition.awaitNanos(nanos);
                            """.stripTrailing())
                    .foundBy("ForkJoinPoolTest#tasksThatWaitLetTheOthersRun"),
            SeededBug.of("a pool that refuses to compensate ends the wait")
                    .change(RELAY, "            wait.block();\n", "            throw e;\n")
                    .foundBy("ForkJoinPoolTest#aPoolThatRefusesToCompensateMakesItsThreadWait"),
            SeededBug.of("a pool starts its thread under the lock")
                    .change(
                            RELAY,
                            "        lock.unlock();\n        try {\n            ForkJoinPool",
                            "        try {\n            ForkJoinPool")
                    .change(
                            RELAY,
                            "wait.block();\n        } finally {\n            lock.lock();\n        }",
                            "wait.block();\n        }")
                    .foundBy("ForkJoinPoolTest#aPoolStartsTheThreadThatCompensatesWithoutTheLock"),
            SeededBug.of("a reader that lingers wakes for each element")
                    .change(
                            LINGERING,
                            "return contents.size() >= Math.min(wanted, contents.limit())",
                            "return contents.size() >= 1")
                    .foundBy("BlockBufferTest#readBatchWakesForItsBatchAndNotForEachElement"),
            SeededBug.of("a reader that lingers sleeps on in a full buffer")
                    .change(
                            LINGERING,
                            "contents.size() >= Math.min(wanted, contents.limit())\n                || "
                                    + "(!contents.isEmpty() && (turn.room(contents.free()) < 1 || writers.waiting() > 0))",
                            "contents.size() >= wanted")
                    .foundBy("BlockBufferTest#readBatchWakesWhenTheBufferIsFull"),
            SeededBug.of("the size of a batch that ended is not forgotten")
                    .change(MONITOR, "                lingering.leave(size);\n", "")
                    .foundBy("BlockBufferTest#anInterruptedOrTimedOutBatchLeavesNothingBehind"),
            SeededBug.of("who has spun parks without another look")
                    .change(
                            MONITOR,
                            "readers.spin(readAheadTarget(), nanos) : nanos;",
                            "readers.spin(readAheadTarget(), nanos) : nanos;\n"
                                    + "if (left > 0) { left = elementAdded.await(left); }")
                    .foundBy("SpinningTest#anElementThatComesWhileAReaderSpinsIsTaken"),
            SeededBug.of("a spin goes on while nothing happens")
                    .change("Spinner.java", "(progress ? MAX_NANOS : NANOS_WITHOUT_PROGRESS)", "10 * MAX_NANOS")
                    .foundBy("SpinnerTest#itGivesUpWithinTheTimeThatAParkTakesWhenNothingMoves"),
            SeededBug.of("who is interrupted spins on")
                    .change(
                            "WaitingSide.java",
                            "if (Thread.currentThread().isInterrupted()\n                || ",
                            "if (")
                    .foundBy("SpinningTest#anInterruptEndsARunWhoseWriterSpins"),
            SeededBug.of("an interrupted run keeps its turn")
                    .change(MONITOR, "            if (midRun) {\n                turn.pass();\n            }\n", "")
                    .change(
                            MONITOR,
                            "        return state == BufferState.OPEN && room() > 0;",
                            "        if (midRun) {\n            turn.pass();\n        }\n"
                                    + "        return state == BufferState.OPEN && room() > 0;")
                    .foundBy(
                            "InterruptMatrixTest#whileItWaits",
                            "LincheckEndTest#anInterruptedRunTellsTheExactCountAndLetsTheOthersIn"));

    private WakeUpBugs() {}
}
