package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The array is reused by the next call and is cleared in between. */
class ScratchTest {

    private final Scratch scratch = new Scratch();

    @Test
    void theArrayIsReusedAndCleared() {
        Object[] first = scratch.take(5);
        Arrays.fill(first, 0, 5, "a");
        scratch.giveBack(first, 5);
        assertThat(first).containsOnlyNulls();
        assertThat(scratch.take(5)).isSameAs(first);
    }

    @Test
    void twoCallsNeverShareAnArray() {
        Object[] first = scratch.take(5);
        assertThat(scratch.take(5)).isNotSameAs(first);
    }

    @Test
    void aLongerArrayIsANewOneAndAVeryLongOneIsNotKept() {
        Object[] first = scratch.take(5);
        scratch.giveBack(first, 5);
        Object[] large = scratch.take(1025);
        assertThat(large).hasSizeGreaterThanOrEqualTo(1025);
        scratch.giveBack(large, 1025);
        assertThat(scratch.take(5)).isSameAs(first);
    }

    @Test
    void afterTheEndNoArrayIsKept() {
        Object[] taken = scratch.take(5);
        scratch.retire();
        scratch.giveBack(taken, 5);
        assertThat(scratch.take(5)).isNotSameAs(taken);
    }
}
