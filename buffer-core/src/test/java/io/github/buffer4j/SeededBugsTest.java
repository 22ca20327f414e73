package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the zoo changes is still in the main sources, so that whoever changes them adapts its bugs at once. */
class SeededBugsTest {

    @Test
    void eachChangeMatchesTheSourcesOnce() throws IOException {
        for (SeededBug bug : ZooTest.BUGS) {
            assertThat(bug.sources()).as(bug.name()).isNotEmpty();
        }
    }

    @Test
    void eachBugHasATestThatFindsIt() {
        assertThat(ZooTest.BUGS).noneMatch(bug -> bug.detectors().isEmpty());
    }
}
