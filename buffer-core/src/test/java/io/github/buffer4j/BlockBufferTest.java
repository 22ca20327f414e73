package io.github.buffer4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class BlockBufferTest extends LocalContract implements BlockContract, WaiterContract {

    /** Otherwise a full buffer without readers would not be reported. */
    @Test
    void aBulkWriterReportsAWaterMarkBeforeItWaits() throws Exception {
        List<WaterMark> told = new CopyOnWriteArrayList<>();
        Buffer<String> buffer =
                Buffer.<String>builder().waterMarks(2, 1, told::add).block(2);
        Call<Boolean> writer =
                Call.of(() -> buffer.write(new String[] {"a", "b", "c"})).awaitWaiting(buffer, 1);
        await("the listener to be called").until(() -> told.size() == 1);
        assertThat(buffer.next()).isEqualTo("a");
        assertThat(writer.result()).isTrue();
        assertThat(told).startsWith(WaterMark.HIGH);
    }

    @Override
    public Kind kind() {
        return Kind.BLOCK;
    }

    @Test
    void aCapacityBeyondTheLargestArrayIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BlockBuffer<>(Integer.MAX_VALUE))
                .withMessageContaining("2147483647");
        Buffer<String> buffer = new BlockBuffer<>(1);
        assertThatIllegalArgumentException().isThrownBy(() -> buffer.resize(Integer.MAX_VALUE));
    }
}
