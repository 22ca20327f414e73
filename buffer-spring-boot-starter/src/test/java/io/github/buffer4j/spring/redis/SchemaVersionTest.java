package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A buffer that another release of the library has created, and keeps in another way. */
@NeedsRedis
@Timeout(120)
class SchemaVersionTest {

    private final Clients clients = Clients.standalone();
    private final String prefix = Clients.newPrefix();
    private final String name = clients.newName();
    private final String totals = "{" + prefix + ":" + name + "}:m";

    private RedisBufferBuilder<String> builder() {
        return clients.<String>builder(prefix, name).onMismatch(MismatchAction.ALTER);
    }

    private static String ask(String... words) {
        return RedisServer.shared().ask(words);
    }

    @Test
    void aStartFailsAndChangesNothing() {
        builder().block(8).detach();
        ask("HSET", totals, "v", "9");
        String before = ask("HGETALL", totals);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> builder().block(9))
                .withMessageContainingAll(
                        "schema version 9", "this release has 1", "Drain and close", "another prefix");
        assertThat(ask("HGETALL", totals)).isEqualTo(before).contains("8");
    }

    @Test
    void aStartFailsWhateverElseIsKeptInAnotherWay() {
        ask("HSET", totals, "g", "1", "v", "9", "s", "?");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> builder().block(8))
                .withMessageContaining("schema version 9");
        ask("HDEL", totals, "v");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> builder().block(8))
                .withMessageContaining("schema version");
    }

    @Test
    void aBufferThatHasEndedIsCreatedAnew() {
        RedisBuffer<String> ended = builder().block(8);
        ask("HSET", totals, "v", "9");
        ended.closeWrite();
        RedisBuffer<String> successor = builder().block(9);
        assertThat(successor.capacity()).isEqualTo(9);
        assertThat(ask("HGET", totals, "v")).isEqualTo("1\n");
        successor.close();
    }
}
