package io.github.buffer4j;

/**
 * The contract of every buffer, of whatever kind and backend. The test of each extends this, implements the contract of
 * its kind and adds its own tests.
 */
public abstract class BufferContract
        implements StateContract,
                CornerCaseContract,
                StatisticsContract,
                DrainToContract,
                EnvelopeContract,
                WaitingContract,
                IdleContract,
                ClosingContract,
                InterruptContract {}
