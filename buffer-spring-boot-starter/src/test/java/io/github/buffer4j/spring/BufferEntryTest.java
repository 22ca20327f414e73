package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import org.junit.jupiter.api.Test;

class BufferEntryTest {

    @Test
    void typeIsTheKindOfBuffer() {
        assertThat(entry(Buffer.builder().growable()).type()).isEqualTo("growable");
        assertThat(entry(Buffer.builder().block(1)).type()).isEqualTo("block");
        assertThat(entry(Buffer.builder().ring(1)).type()).isEqualTo("ring");
    }

    @Test
    void typeOfAnotherImplementationIsItsClassNameInKebabCase() {
        assertThat(BufferEntry.type(OverflowFileBuffer.class)).isEqualTo("overflow-file");
        assertThat(BufferEntry.type(Journal.class)).isEqualTo("journal");
        assertThat(BufferEntry.type(Buffer.class)).isEqualTo("buffer");
    }

    @Test
    void typeOfAMockIsThatOfWhatItMocks() {
        assertThat(entry(mock(BlockBuffer.class)).type()).isEqualTo("block");
        assertThat(entry(mock(Buffer.class)).type()).isEqualTo("buffer");
    }

    private static BufferEntry entry(Buffer<?> buffer) {
        return new BufferEntry("orders", buffer);
    }

    private interface OverflowFileBuffer {}

    private interface Journal {}
}
