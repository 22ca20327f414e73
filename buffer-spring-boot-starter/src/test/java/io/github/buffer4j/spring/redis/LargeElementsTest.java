package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.buffer4j.BufferFullException;
import io.github.buffer4j.Envelope;
import io.github.buffer4j.spring.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** A command has a limited number of bytes, however large the elements are. */
@NeedsRedis
@Timeout(300)
class LargeElementsTest {

    private static final int MEGABYTE = 1 << 20;

    /* Three have less than 4 MiB, as each has a byte more on the server. */
    private static final int FITTING = 4;
    private static final int COUNT = 14;

    private final LettuceConnectionFactory connections = RedisServer.shared().connect();
    private final RedisBuffers buffers = new RedisBuffers(connections);
    private final RedisBufferBuilder<byte[]> builder =
            buffers.builder("large", RedisSerializer.byteArray()).prefix(Clients.newPrefix());

    @AfterEach
    void stop() {
        buffers.stop();
        connections.destroy();
    }

    private static byte[][] elements(int count, int size) {
        return IntStream.range(0, count)
                .mapToObj(number -> {
                    byte[] element = new byte[size];
                    element[0] = (byte) number;
                    return element;
                })
                .toArray(byte[][]::new);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void aReadReturnsAFew() throws Exception {
        RedisBuffer<byte[]> buffer = builder.block(COUNT);
        buffer.write(elements(COUNT, MEGABYTE));
        assertThatReadsReturnAFew(buffer);
        buffer.close();
    }

    private static void assertThatReadsReturnAFew(RedisBuffer<byte[]> buffer) throws InterruptedException {
        List<Integer> read = new ArrayList<>();
        byte[][] target = new byte[COUNT][];
        while (read.size() < COUNT) {
            int count = buffer.read(target);
            assertThat(count).isEqualTo(Math.min(FITTING, COUNT - read.size()));
            Arrays.stream(target, 0, count).forEach(element -> read.add((int) element[0]));
        }
        assertThat(read).isEqualTo(numbers(COUNT));
    }

    @Test
    void aReadReturnsAFewOfThoseThatWerePutBack() throws Exception {
        RedisBuffer<byte[]> buffer = builder.block(COUNT);
        buffer.putBack(Arrays.asList(elements(COUNT, MEGABYTE)));
        assertThatReadsReturnAFew(buffer);
        buffer.close();
    }

    @Test
    void aLeaseHasAFew() throws Exception {
        RedisBuffer<byte[]> buffer = builder.block(COUNT);
        buffer.write(elements(COUNT, MEGABYTE));
        List<Integer> read = new ArrayList<>();
        List<Lease<byte[]>> handled = List.of();
        while (read.size() < COUNT) {
            Lease<byte[]> lease = Objects.requireNonNull(buffer.lease(COUNT, Duration.ZERO, handled));
            assertThat(lease.envelopes()).hasSize(Math.min(FITTING, COUNT - read.size()));
            lease.envelopes().stream().map(Envelope::element).forEach(element -> read.add((int) element[0]));
            handled = List.of(lease);
        }
        assertThat(read).isEqualTo(numbers(COUNT));
        buffer.close();
    }

    @Test
    void manySmallOnesAreReadTogetherAfterALargeOne() throws Exception {
        RedisBuffer<byte[]> buffer = builder.block(1_000);
        buffer.add(new byte[MEGABYTE]);
        buffer.write(elements(999, 1));
        assertThat(buffer.read(new byte[1_000][])).isEqualTo(1_000);
        buffer.close();
    }

    @Test
    void aGrowableBufferTakesARunAsAWholeUnlessItIsTooLarge() throws Exception {
        RedisBuffer<byte[]> buffer = builder.growable(30);
        byte[][] whole = elements(31, MEGABYTE);
        assertThatExceptionOfType(BufferFullException.class).isThrownBy(() -> buffer.write(whole));
        assertThat(buffer.size()).isZero();
        byte[][] tooLarge = new byte[65][];
        Arrays.fill(tooLarge, whole[0]);
        assertThatExceptionOfType(BufferUnavailableException.class)
                .isThrownBy(() -> buffer.write(tooLarge))
                .withMessageContaining("No room in")
                .satisfies(e -> assertThat(e.written()).isEqualTo(30).isEqualTo(buffer.size()));
        buffer.close();
    }

    @Test
    void theServerHasToTakeTheLargestOne() {
        assertThat(builder.maxElementSize(256 * MEGABYTE)).isSameAs(builder);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxElementSize(256 * MEGABYTE + 1))
                .withMessageContaining("1 to 268435456");
    }

    @Test
    void oneMayBeLargerThanWhatAReadHasOtherwise() throws Exception {
        RedisBuffer<byte[]> buffer = builder.maxElementSize(6 * MEGABYTE).block(8);
        byte[][] elements = elements(2, 6 * MEGABYTE);
        buffer.write(elements);
        for (byte[] element : elements) {
            assertThat(buffer.readBatch(8, Duration.ZERO)).containsExactly(element);
        }
        buffer.close();
    }
}
