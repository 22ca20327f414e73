package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** An array that one call leaves for the next, without what was in it. */
class ScratchTest {

    private final Scratch scratch = new Scratch();

    @Test
    void theArrayIsUsedAgainAndIsClear() {
        Object[] first = scratch.take(5);
        Arrays.fill(first, 0, 5, "a");
        scratch.giveBack(first, 5);
        assertThat(first).containsOnlyNulls();
        assertThat(scratch.take(5)).isSameAs(first);
    }

    @Test
    void noTwoCallsHaveTheSameArray() {
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
