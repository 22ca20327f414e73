package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** An element that a codec cannot decode costs no other one. */
@NeedsRedis
@Timeout(120)
class BrokenCodecTest {

    private final LettuceConnectionFactory connections = RedisServer.shared().connect();
    private final RedisBuffers buffers = new RedisBuffers(connections);
    private final String name = UUID.randomUUID().toString();

    @AfterEach
    void stop() {
        buffers.stop();
        connections.destroy();
    }

    private RedisBuffer<String> buffer(RedisSerializer<String> serializer) {
        return buffers.builder(name, serializer).lease(Duration.ofSeconds(3)).block(16);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                NoClassDefFoundError.class,
                ExceptionInInitializerError.class,
                StackOverflowError.class
            })
    void itIsDiscardedAndTheOthersAreRead(Class<? extends Throwable> failure) throws Exception {
        RedisBuffer<String> buffer = buffer(new Breaking(() -> BeanUtils.instantiateClass(failure)));
        buffer.write(new String[] {"a", "b", "c"});
        assertThat(buffer.readBatch(10, Duration.ZERO)).containsExactly("a", "c");
        assertThat(buffer.stats().discarded()).isEqualTo(1);
        buffer.close();
    }

    @Test
    void whatWasLeasedBeforeAnErrorEndsTheCallComesBack() throws Exception {
        RedisBuffer<String> buffer = buffer(new Breaking(() -> new OutOfMemoryError("broken on purpose")));
        RedisBuffer<String> other = buffer(RedisSerializer.string());
        other.add("a");
        CompletableFuture<?> leasing = CompletableFuture.supplyAsync(() -> {
            try {
                return Objects.requireNonNull(buffer.lease(2, Duration.ofMinutes(10), List.of()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await("the reader to wait for more").until(() -> other.stats().read(), read -> read == 1);
        other.add("b");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(leasing::get)
                .withCauseInstanceOf(OutOfMemoryError.class);
        Duration patience = Duration.ofSeconds(20);
        assertThat(new String[] {other.poll(patience), other.poll(patience)}).containsExactlyInAnyOrder("a", "b");
        buffer.close();
    }

    /* Fails to decode "b". */
    private record Breaking(Supplier<Throwable> failure) implements RedisSerializer<String> {

        @Override
        public byte[] serialize(@Nullable String value) {
            return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String deserialize(byte @Nullable [] bytes) {
            String element = new String(Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
            if (element.equals("b")) {
                Throwable thrown = failure.get();
                throw thrown instanceof Error error ? fail(error) : (RuntimeException) thrown;
            }
            return element;
        }

        private static RuntimeException fail(Error error) {
            throw error;
        }
    }
}
