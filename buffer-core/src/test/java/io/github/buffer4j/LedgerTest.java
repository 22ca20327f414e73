package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The totals of written and read elements, derived from sequence numbers and the other totals. */
class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void everyElementIsAccountedFor() {
        long head = 30;
        long tail = 100;
        ledger.overwritten = 5;
        ledger.discarded = 4;
        ledger.droppedOnClose = 1;
        ledger.putBack = 3;
        assertThat(ledger.written(tail)).isEqualTo(103);
        assertThat(ledger.read(head)).isEqualTo(23);
        assertThat(ledger.written(tail))
                .isEqualTo(ledger.read(head)
                        + ledger.overwritten
                        + ledger.discarded
                        + ledger.droppedOnClose
                        + tail
                        - head);
    }

    @Test
    void anElementThatIsPutBackCountsAsReadAndAsWrittenAgain() {
        long head = 10;
        long read = ledger.read(head);
        long written = ledger.written(10);
        ledger.putBack += 2;
        assertThat(ledger.read(head - 2)).isEqualTo(read);
        assertThat(ledger.written(10) - written).isEqualTo(2);
    }
}
