package io.github.buffer4j;

import java.util.List;

/** Seeded bugs of the lock that spins and of its conditions. */
final class LockBugs {

    private static final String FILE = "SpinLock.java";

    static final List<SeededBug> ALL = List.of(
            SeededBug.of("two threads take the lock")
                    .change(FILE, "HELD.compareAndSet(this, 0, 1)", "(held = 1) == 1")
                    .foundBy("SpinLockTest#oneThreadIsInsideAtATime", "StressTest#runsStayTogether"),
            SeededBug.of("who has taken the lock twice loses it at the first release")
                    .change(FILE, "if (holds > 0) {\n            holds--;\n        } else {", "{")
                    .foundBy("SpinLockTest#theOwnerTakesItAgain"),
            SeededBug.of("who had to line up keeps the head of the line")
                    .change(FILE, "if (inLine) {\n            line.unlock();\n        }", "")
                    .foundBy("SpinLockTest#thoseInLineComeOneAfterTheOther"),
            SeededBug.of("an interrupt in line is forgotten")
                    .change(FILE, "interrupted |= Thread.interrupted();", "Thread.interrupted();")
                    .foundBy("SpinLockTest#anInterruptStaysSetWhereItDoesNotEndTheWait"),
            SeededBug.of("who was signalled is not woken")
                    .change(FILE, "                signalled = waiter;\n", "")
                    .foundBy(
                            "SpinLockTest#aSignalWakesTheOneThatHasWaitedForLongest",
                            "BlockBufferTest#aBulkWriteOfKWakesKReaders"),
            SeededBug.of("of several who were signalled one is woken")
                    .change(FILE, "waiter.nextSignalled = signalled;", "")
                    .foundBy(
                            "SpinLockTest#aSignalToAllWakesAll",
                            "ClosingMatrixTest#closingWakesEveryoneAtOnceWithTheRightAnswer"),
            SeededBug.of("a signal goes to one who gave up")
                    .change(
                            FILE,
                            "while (waiter != ends && !signal(waiter)) {\n                waiter = waiter.next;\n",
                            "if (waiter != ends) {\n                signal(waiter);\n")
                    .foundBy("SpinLockTest#aSignalGoesPastThoseWhoGaveUp"),
            SeededBug.of("an interrupt after the signal swallows it")
                    .change(
                            FILE,
                            "} else if (interrupted) {\n                Thread.currentThread().interrupt();",
                            "} else if (interrupted) {\n                throw new InterruptedException();")
                    .foundBy("SpinLockTest#anInterruptAfterTheSignalStaysSet"),
            SeededBug.of("who gave up stays in the list")
                    .change(FILE, "remove(waiter);\n                if (interrupted)", "if (interrupted)")
                    .foundBy("ScaleTest#manyInterruptedWaitersLeaveNothingBehind"));

    private LockBugs() {}
}
