package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which elements are sampled, and which times are reported. */
class ResidenceSamplerTest {

    private final ResidenceSampler sampler = new ResidenceSampler("sampled", nanos -> {});

    private List<Long> due() {
        List<Long> due = new ArrayList<>();
        for (long nanos = sampler.takeDue(); nanos != ResidenceSampler.NOTHING; nanos = sampler.takeDue()) {
            due.add(nanos);
        }
        return due;
    }

    @Test
    void theFirstElementIsASample() {
        sampler.entered(1);
        assertThat(sampler.isDue()).isFalse();
        sampler.left(1, true);
        assertThat(sampler.isDue()).isTrue();
        assertThat(due()).hasSize(1);
        assertThat(sampler.isDue()).isFalse();
    }

    @Test
    void aSampleThatLeftUnreadIsNotReported() {
        sampler.entered(1);
        sampler.left(1, false);
        assertThat(due()).isEmpty();
        assertThat(sampler.isDue()).isFalse();
    }

    @Test
    void theDistanceDoublesUpToALimitAtAHighRate() {
        int elements = 100 * 128;
        sampler.entered(elements);
        sampler.left(elements, true);
        assertThat(due()).hasSizeBetween(100, 115);
    }

    @Test
    void samplesThatDoNotFitAreSkipped() {
        int elements = 2000 * 128;
        sampler.entered(elements);
        sampler.left(elements, true);
        assertThat(due()).hasSize(512);
        sampler.entered(elements + 256);
        sampler.left(elements + 256, true);
        assertThat(due()).isNotEmpty();
    }

    @Test
    void samplesThatWereNotReadYetStay() {
        sampler.entered(4096);
        sampler.left(1, true);
        assertThat(due()).hasSize(1);
        sampler.left(4096, true);
        assertThat(due()).hasSizeGreaterThan(5);
    }
}
