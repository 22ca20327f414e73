package io.github.buffer4j;

import java.util.List;

/** Seeded bugs of the lock that spins and of its conditions. */
final class LockBugs {

    private static final String LOCK = "SpinLock.java";
    private static final String CONDITION = "SpinCondition.java";

    static final List<SeededBug> ALL = List.of(
            SeededBug.of("two threads take the lock")
                    .change(LOCK, "HELD.compareAndSet(this, 0, 1)", "(held = 1) == 1")
                    .foundBy("SpinLockTest#oneThreadIsInsideAtATime", "StressTest#runsStayTogether"),
            SeededBug.of("who has taken the lock twice loses it at the first release")
                    .change(LOCK, "if (holds > 0) {\n            holds--;\n        } else {", "{")
                    .foundBy("SpinLockTest#theOwnerTakesItAgain"),
            SeededBug.of("who had to line up keeps the head of the line")
                    .change(LOCK, "if (inLine) {\n            line.unlock();\n        }", "")
                    .foundBy("SpinLockTest#thoseInLineComeOneAfterTheOther"),
            SeededBug.of("who takes the lock all the time keeps the others out")
                    .change(LOCK, "!isLocked() && isOpenTo(thread) && ", "!isLocked() && ")
                    .foundBy("SpinLockTest#anHeirIsNotOvertaken"),
            SeededBug.of("an heir that goes away leaves the lock to nobody")
                    .change(LOCK, "        heir = null;\n        return taken;", "        return taken;")
                    .foundBy("SpinLockTest#whoHasWaitedForLongIsTheHeirNowAndThen"),
            SeededBug.of("an interrupt in line is forgotten")
                    .change(LOCK, "interrupted |= Thread.interrupted();", "Thread.interrupted();")
                    .foundBy("SpinLockTest#anInterruptStaysSetWhereItDoesNotEndTheWait"),
            SeededBug.of("who was signalled is not woken")
                    .change(LOCK, "        signalled = waiter;\n", "")
                    .foundBy(
                            "SpinLockTest#aSignalWakesTheOneThatHasWaitedForLongest",
                            "BlockBufferTest#aBulkWriteOfKWakesKReaders"),
            SeededBug.of("of several who were signalled one is woken")
                    .change(LOCK, "waiter.nextSignalled = signalled;", "")
                    .foundBy(
                            "SpinLockTest#aSignalToAllWakesAll",
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer"),
            SeededBug.of("a signal goes to one who gave up")
                    .change(
                            CONDITION,
                            "while (ends.next != ends && !signalFirst()) {}",
                            "if (ends.next != ends) { signalFirst(); }")
                    .foundBy("SpinLockTest#aSignalGoesPastThoseWhoGaveUp"),
            SeededBug.of("an interrupt after the signal swallows it")
                    .change(
                            CONDITION,
                            "} else if (interrupted) {\n            Thread.currentThread().interrupt();",
                            "} else if (interrupted) {\n            throw new InterruptedException();")
                    .foundBy("SpinLockTest#anInterruptAfterTheSignalStaysSet"),
            SeededBug.of("who gave up stays in the list")
                    .change(CONDITION, "remove(waiter);\n            if (interrupted)", "if (interrupted)")
                    .foundBy("ScaleTest#manyInterruptedWaitersLeaveNothingBehind"));

    private LockBugs() {}
}
