package io.github.buffer4j;

import java.util.List;

/** Seeded bugs of buffers of bytes: of what they store, of their calls and of their views. */
final class BytesBugs {

    private static final String BUFFER = "BytesBuffer.java";
    private static final String BYTES = "Bytes.java";

    static final List<SeededBug> ALL = List.of(
            SeededBug.of("a byte is read with its sign")
                    .change(BUFFER, "return Byte.toUnsignedInt(value);", "return value;")
                    .foundBy(
                            "BytesBufferTest#everyValueOfAByteIsReadAsItWasWritten",
                            "BytesModelTest#callsReturnWhatTheModelReturns"),
            SeededBug.of("the part of a run of bytes that wraps around lands at the wrong place")
                    .change(
                            BYTES,
                            "load(0, target, offset + beforeEnd, n - beforeEnd);",
                            "load(0, target, offset, n - beforeEnd);")
                    .foundBy(
                            "BytesBufferTest#growthKeepsTheOrderOfBytesThatWrapAround",
                            "BytesModelTest#callsReturnWhatTheModelReturns",
                            "BytesStressTest#oneReaderReadsTheRunsOfEachWriterInOrderAndInOnePiece"),
            SeededBug.of("a byte buffer is copied on its way into the buffer")
                    .change(BYTES, "((ByteBuffer) source).get(offset, bytes, slot, n);", """
                            byte[] copy = new byte[n];
                            ((ByteBuffer) source).get(offset, copy, 0, n);
                            System.arraycopy(copy, 0, bytes, slot, n);
                            """)
                    .foundBy("BytesAllocationTest#callsAllocateNothing"),
            SeededBug.of("an interrupted write leaves the position of its byte buffer behind")
                    .change(
                            BUFFER,
                            "catch (InterruptedWriteException e) {\n            written = e.written();",
                            "catch (InterruptedWriteException e) {")
                    .foundBy("BytesWaitingTest#anInterruptedWriteSaysHowManyBytesWereWritten"),
            SeededBug.of("a time-out far below zero overflows in a timed offer")
                    .change("AbstractStreamingBuffer.java", "long wait = Math.max(0, nanos);", "long wait = nanos;")
                    .foundBy("BytesWaitingTest#aTimeOutOfZeroOrLessMeansOneAttempt"),
            SeededBug.of("a writer whose time is up in the middle of its run keeps its turn")
                    .change(
                            "Monitor.java",
                            "if (midRun) {\n                turn.pass();",
                            "if (midRun && contents.free() > 0) {\n                turn.pass();")
                    .foundBy("BytesWaitingTest#aTimedOfferWritesWhatFitsInTime"),
            SeededBug.of("`produce` takes a closed stream for the end")
                    .change(
                            BUFFER,
                            "new BytesOutputStream(this, () -> {})",
                            "new BytesOutputStream(this, this::closeWrite)")
                    .foundBy(
                            "PipeFaultsTest$WithABuffer#aProducerThatFailsIsNotTheEnd",
                            "BytesStreamTest#aProducerThatClosesItsStreamAndThrowsFailsTheReader"),
            SeededBug.of("an interrupted call of a channel leaves it open")
                    .change("BytesChannel.java", "        close(failure);\n", "")
                    .foundBy("BytesChannelTest#anInterruptedWriteClosesTheSinkAndFailsReadersAfterItsBytes"));

    private BytesBugs() {}
}
