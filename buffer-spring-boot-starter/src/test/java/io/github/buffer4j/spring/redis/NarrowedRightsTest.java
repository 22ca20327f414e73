package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.buffer4j.BufferState;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** An application that loses a right which is needed beside the elements loses no element with it. */
@NeedsRedis
@Timeout(120)
class NarrowedRightsTest {

    private static final String USER = "app";
    private static final String PASSWORD = "secret";

    private RedisServer server;
    private LettuceConnectionFactory connections;
    private RedisBuffers buffers;

    @BeforeEach
    void start() throws IOException {
        server = RedisServer.start();
        setRights("on", ">" + PASSWORD, "~*", "&*", "+@all");
        RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1", server.port());
        configuration.setUsername(USER);
        configuration.setPassword(PASSWORD);
        connections = RedisServer.started(new LettuceConnectionFactory(configuration));
        buffers = new RedisBuffers(connections);
        buffers.start();
    }

    @AfterEach
    void stop() {
        buffers.stop();
        connections.destroy();
        server.close();
    }

    private void setRights(String... rules) {
        String[] words = new String[rules.length + 3];
        words[0] = "ACL";
        words[1] = "SETUSER";
        words[2] = USER;
        System.arraycopy(rules, 0, words, 3, rules.length);
        assertThat(server.ask(words)).isEqualTo("OK\n");
    }

    private RedisBuffer<String> attach() {
        return buffers.builder("orders", RedisSerializer.string()).block(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-publish", "-expire"})
    void callsDoWhatTheyReport(String rule) throws Exception {
        RedisBuffer<String> buffer = attach();
        setRights(rule);
        /* The first command of a lane is not one of the common case, the next ones are. */
        for (String element : new String[] {"a", "b"}) {
            buffer.add(element);
            assertThat(buffer.snapshot()).containsExactly(element);
            assertThat(buffer.poll()).isEqualTo(element);
            assertThat(buffer.size()).isZero();
        }
        buffer.add("c");
        buffer.closeWrite();
        assertThat(buffer.poll()).isEqualTo("c");
        assertThat(buffer.state()).isEqualTo(BufferState.DRAINED);
        assertThat(buffer.stats().written()).isEqualTo(3);
        assertThat(buffer.stats().read()).isEqualTo(3);
    }

    @Test
    void aStartFails() {
        for (String right : new String[] {"publish", "expire"}) {
            setRights("-" + right);
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(this::attach)
                    .withMessageContaining("run this command");
            setRights("+" + right);
        }
        assertThat(attach().offer("a")).isTrue();
    }
}
