package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;

class BootVersionTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.5.9", "2.7.18"})
    void anOldVersionIsRefusedWithASentence(String version) {
        assertThatExceptionOfType(BufferConfigurationException.class)
                .isThrownBy(() -> BootVersion.require(version))
                .withMessage(
                        "buffer-spring-boot-starter requires Spring Boot 4, but this application uses " + version + ".")
                .satisfies(failure -> assertThat(failure.allowed()).contains("Upgrade to Spring Boot 4"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"4.0.0", "4.1.2", "10.0.0-M1", "unknown"})
    void anotherVersionIsNot(String version) {
        assertThatNoException().isThrownBy(() -> BootVersion.require(version));
    }

    @Test
    void theVersionOfThisBuildIsKnown() {
        assertThat(SpringBootVersion.getVersion()).startsWith("4.");
    }
}
