package io.github.buffer4j;

/** The contract of every kind of buffer. The test of each kind extends this and adds its own tests. */
abstract class BufferContract
        implements StateContract,
                CornerCaseContract,
                StatisticsContract,
                DropContract,
                EnvelopeContract,
                ObserverContract,
                WaitingContract,
                IdleContract,
                ClosingContract,
                InterruptContract {}
