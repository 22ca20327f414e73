package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which elements are sampled, and which times are reported. */
class ResidenceSamplerTest {

    private final ResidenceSampler sampler =
            new ResidenceSampler("sampled", ResidenceSampler.MAX_ELEMENTS, nanos -> {});

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
        assertThat(due()).hasSizeBetween(205, 220);
    }

    /* Batches whose size is a multiple of the distance, or almost one, and others. */
    @ParameterizedTest
    @ValueSource(ints = {2, 16, 64, 100, 127, 128, 129, 256, 1000, 1024})
    void allPositionsOfABatchAreSampledAlike(int batch) {
        int batches = 1_000_000 / batch;
        long samples = 0;
        double positions = 0;
        for (int i = 0; i < batches; i++) {
            long first = (long) i * batch;
            sampler.entered(first + batch);
            for (int position = 0; position < batch; position++) {
                sampler.left(first + position + 1, true);
                int due = due().size();
                samples += due;
                positions += due * position;
            }
        }
        assertThat(samples).isGreaterThan(5000);
        assertThat(positions / samples).isCloseTo((batch - 1) / 2.0, withinPercentage(1));
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
