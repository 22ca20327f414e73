package io.github.buffer4j;

import static io.github.buffer4j.BytesBufferTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each call on a buffer of bytes returns or throws in each state. */
class BytesStatesTest {

    private static final Duration LONG = Duration.ofDays(1);
    private static final String CLOSED = "closed";
    private static final String CAUSE = "closed by cut";

    private final IOException cut = new IOException("cut");

    private interface Body {
        @Nullable
        Object on(BytesBuffer buffer) throws Exception;
    }

    /** A call, and its outcome: with two bytes left, at the end, at the end by an error, and in a closed buffer. */
    private record Row(String call, Body body, String draining, String drained, String failed, String closed) {

        /** A call that writes. */
        static Row writing(String call, Body body) {
            return new Row(call, body, CLOSED, CLOSED, CAUSE, CAUSE);
        }

        /** A call that has the same outcome in each state in which nothing is left. */
        static Row neutral(String call, Body body, String draining, String others) {
            return new Row(call, body, draining, others, others, others);
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.writing("add", b -> {
                b.add((byte) 1);
                return "";
            }),
            Row.writing("write", b -> {
                b.write(new byte[1]);
                return "";
            }),
            Row.writing("write(ByteBuffer)", b -> {
                b.write(ByteBuffer.allocate(1));
                return "";
            }),
            Row.neutral("offer", b -> b.offer(new byte[1], 0, 1), "0", "0"),
            Row.neutral("timed offer", b -> b.offer(new byte[1], 0, 1, LONG), "0", "0"),
            Row.neutral("offer(ByteBuffer)", b -> b.offer(ByteBuffer.allocate(1)), "0", "0"),
            Row.neutral("timed offer(ByteBuffer)", b -> b.offer(ByteBuffer.allocate(1), LONG), "0", "0"),
            new Row("next", BytesBuffer::next, "97", "-1", CAUSE, CAUSE),
            new Row("read", b -> b.read(new byte[4]), "2", "-1", CAUSE, CAUSE),
            new Row("timed read", b -> b.read(new byte[4], 0, 4, LONG), "2", "-1", CAUSE, CAUSE),
            new Row("read(ByteBuffer)", b -> b.read(ByteBuffer.allocate(1)), "1", "-1", CAUSE, CAUSE),
            new Row("timed read(ByteBuffer)", b -> b.read(ByteBuffer.allocate(1), LONG), "1", "-1", CAUSE, CAUSE),
            new Row(
                    "readFully",
                    b -> {
                        b.readFully(new byte[4], 0, 4);
                        return "";
                    },
                    "The stream ended after 2 of 4 bytes",
                    "The stream ended after 0 of 4 bytes",
                    CAUSE,
                    CAUSE),
            Row.neutral("peek", BytesBuffer::peek, "97", "-1"),
            Row.neutral("peek(byte[])", b -> b.peek(new byte[4], 0, 4), "2", "0"),
            Row.neutral("snapshot", b -> b.snapshot().length, "2", "0"),
            Row.neutral("discard", b -> b.discard(9), "2", "0"),
            Row.neutral("reset", BytesBuffer::reset, "2", "0"),
            Row.neutral("size", BytesBuffer::size, "2", "0"),
            Row.neutral("closeWrite", BytesBuffer::closeWrite, "false", "false"),
            Row.neutral("closeWithError", b -> b.closeWithError(new IOException("second")), "true", "false"),
            Row.neutral("awaitDrained", b -> b.awaitDrained(Duration.ZERO), "false", "true"),
            new Row(
                    "resize",
                    b -> {
                        b.resize(9);
                        return b.capacity();
                    },
                    "9",
                    CLOSED,
                    CAUSE,
                    CAUSE));

    private BytesBuffer inState(Kind kind, int column) throws InterruptedException {
        BytesBuffer buffer = kind.bytes(4);
        buffer.write(bytes("ab"));
        if (column == 2) {
            buffer.closeWrite(cut);
        } else if (column < 2) {
            buffer.closeWrite();
        } else {
            buffer.closeWithError(cut);
        }
        if (column == 1 || column == 2) {
            buffer.discard(2);
        }
        return buffer;
    }

    @ParameterizedTest
    @EnumSource
    void everyCallHasItsOutcomeInEveryStateAndAgain(Kind kind) throws Exception {
        for (Row row : ROWS) {
            List<String> expected = List.of(row.draining, row.drained, row.failed, row.closed);
            for (int column = 0; column < expected.size(); column++) {
                BytesBuffer buffer = inState(kind, column);
                BufferState before = buffer.state();
                assertThat(outcome(row, buffer)).as("%s, %s", row.call, before).isEqualTo(expected.get(column));
                if (column > 0) {
                    assertThat(outcome(row, buffer)).as("again %s", row.call).isEqualTo(expected.get(column));
                    assertThat(buffer.state()).isEqualTo(before);
                    assertThat(buffer.error()).isSameAs(column == 1 ? null : cut);
                }
            }
        }
    }

    private static String outcome(Row row, BytesBuffer buffer) throws Exception {
        return Call.of(() -> {
                    try {
                        return row.body.on(buffer);
                    } catch (EOFException e) {
                        return e.getMessage();
                    }
                })
                .outcome();
    }

    @Test
    void theLastByteEndsTheStreamHoweverItLeaves() throws Exception {
        for (Body last : List.<Body>of(
                BytesBuffer::next,
                b -> b.read(new byte[1]),
                b -> b.read(ByteBuffer.allocateDirect(1)),
                b -> b.discard(1),
                BytesBuffer::reset,
                b -> b.inputStream().read(),
                b -> b.inputStream().skip(1),
                b -> b.readableChannel().read(ByteBuffer.allocate(1)))) {
            BytesBuffer buffer = BytesBuffer.block(4);
            buffer.write(bytes("ab"));
            buffer.closeWrite();
            buffer.next();
            assertThat(buffer.state()).isEqualTo(BufferState.DRAINING);
            last.on(buffer);
            assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
            assertThat(buffer.awaitDrained(Duration.ZERO)).isTrue();
        }
    }

    @Test
    void theFirstCauseWins() throws Exception {
        BytesBuffer buffer = BytesBuffer.block(4);
        buffer.write(bytes("ab"));
        assertThat(buffer.closeWrite(cut)).isTrue();
        assertThat(buffer.closeWrite(new IOException("second"))).isFalse();
        assertThat(buffer.closeWithError(new IOException("third"))).isTrue();
        assertThat(buffer.error()).isSameAs(cut);
    }
}
