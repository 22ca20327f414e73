package io.github.buffer4j.demo.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"ERROR", "12:00 [Warn] low", "warning: x", "level=fatal", "a SEVERE b", "error", "ärger, error!"
            })
    void aLineWithALevelIsAnAlert(String line) {
        assertThat(alert(line).text()).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "all well", "errors", "error_count=0", "myerror", "éerror", "warned", "error2", "erro r"})
    void aLineWithoutALevelAsAWholeWordIsNot(String line) {
        assertThat(Alert.of(line)).isNull();
    }

    @Test
    void levelIsTheFirstWordThatMatches() {
        assertThat(alert("a warning before an error").level()).isEqualTo("WARNING");
    }

    @Test
    void textIsCutWithoutBreakingACharacter() {
        assertThat(alert("error " + "x".repeat(994)).text()).hasSize(1000);
        assertThat(alert("error " + "x".repeat(995)).text()).hasSize(1000);
        assertThat(alert("error " + "x".repeat(993) + "😀").text()).hasSize(999).endsWith("x");
        assertThat(alert("error " + "x".repeat(992) + "😀").text())
                .hasSize(1000)
                .endsWith("😀");
    }

    private static Alert alert(String line) {
        return Objects.requireNonNull(Alert.of(line));
    }
}
