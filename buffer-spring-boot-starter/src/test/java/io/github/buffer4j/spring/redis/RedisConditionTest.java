package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisConditionTest {

    @TempDir
    private Path folder;

    @Test
    void testsAreSkippedWithoutAServer() {
        assertThat(RedisCondition.evaluate(Map.of("PATH", folder.toString())).isDisabled())
                .isTrue();
        assertThat(RedisCondition.evaluate(Map.of()).getReason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("redis-server"));
    }

    @Test
    void testsFailWithoutAServerInContinuousIntegration() {
        assertThat(RedisCondition.evaluate(Map.of("PATH", folder.toString(), "CI", "true"))
                        .isDisabled())
                .isFalse();
    }

    @Test
    void testsRunWithAServer() throws Exception {
        Path server = Files.createFile(folder.resolve("redis-server"));
        assertThat(server.toFile().setExecutable(true)).isTrue();
        assertThat(RedisCondition.evaluate(Map.of("PATH", "/nowhere:" + folder)).isDisabled())
                .isFalse();
    }
}
