package io.github.buffer4j;

/** All that a buffer promises whatever its kind. Each kind's test extends this and adds what is its own. */
abstract class BufferContract
        implements StateContract,
                CornerCaseContract,
                StatisticsContract,
                DropContract,
                EnvelopeContract,
                ObserverContract,
                WaitingContract,
                ClosingContract,
                InterruptContract {}
