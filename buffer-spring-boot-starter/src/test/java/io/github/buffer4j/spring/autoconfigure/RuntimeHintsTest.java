package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

class RuntimeHintsTest {

    @Test
    void nativeImagesCanBindTheProperties() {
        RuntimeHints hints = new RuntimeHints();
        new BufferAutoConfiguration.Hints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(BufferProperties.class, "setCapacity"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ListenerProperties.class, "setStop"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ExecutorProperties.class, "setWhenFull"))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(ListenerRetryProperties.class, "setMaxRetries"))
                .accepts(hints);
    }
}
