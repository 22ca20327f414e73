package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BufferRegistryTest {

    private final BufferRegistry registry = new BufferRegistry(List.of("team"));
    private final List<String> events = new ArrayList<>();
    private final BufferRegistryListener listener = new BufferRegistryListener() {
        @Override
        public void bufferAdded(BufferEntry entry) {
            events.add("+" + entry.name());
        }

        @Override
        public void bufferRemoved(BufferEntry entry) {
            events.add("-" + entry.name());
        }
    };

    @Test
    void namesAndEntriesAreSorted() {
        register("b");
        register("c");
        register("a");
        assertThat(registry.names()).containsExactly("a", "b", "c");
        assertThat(registry.entries()).extracting(BufferEntry::name).containsExactly("a", "b", "c");
    }

    @Test
    void getsABufferByName() {
        Buffer<?> buffer = register("a");
        assertThat(registry.get("a").buffer()).isSameAs(buffer);
        assertThat(registry.find("a")).isSameAs(registry.get("a"));
    }

    @Test
    void anUnknownNameIsRejectedWithTheKnownNames() {
        assertThat(registry.find("c")).isNull();
        assertThatExceptionOfType(UnknownBufferException.class)
                .isThrownBy(() -> registry.get("c"))
                .withMessage("No buffer named 'c'; no buffers are registered");
        register("b");
        register("a");
        assertThatExceptionOfType(UnknownBufferException.class)
                .isThrownBy(() -> registry.get("c"))
                .withMessage("No buffer named 'c'; registered buffers: a, b");
    }

    @Test
    void refusesANameThatIsTaken() {
        Buffer<?> first = register("a");
        assertThatIllegalStateException().isThrownBy(() -> register("a")).withMessageContaining("'a'");
        assertThat(registry.get("a").buffer()).isSameAs(first);
    }

    @Test
    void refusesABufferThatHasANameAlready() {
        Buffer<?> buffer = register("a");
        assertThatIllegalStateException()
                .isThrownBy(() -> registry.register(new BufferEntry("b", buffer)))
                .withMessageContaining("registered as 'a'");
        assertThat(registry.names()).containsExactly("a");
    }

    @Test
    void refusesATagThatIsNotKnownFromTheStart() {
        registry.register(
                new BufferEntry("a", new BlockBuffer<>(1), null, Map.of("team", "blue"), 8, EndOptions.DEFAULT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.register(
                        new BufferEntry("b", new BlockBuffer<>(1), null, Map.of("floor", "3"), 8, EndOptions.DEFAULT)))
                .withMessageContaining("[team]")
                .withMessageContaining("[floor]")
                .withMessageContaining("buffers.defaults.tags");
        assertThat(registry.names()).containsExactly("a");
    }

    /* The list of a source goes with its last consumer, which must not take another one along. */
    @Test
    void aConsumerIsThereAlthoughAnotherOneOfItsBufferGoes() {
        BufferConsumer going = mock(BufferConsumer.class, withSettings().stubOnly());
        BufferConsumer coming = mock(BufferConsumer.class, withSettings().stubOnly());
        when(going.source()).thenReturn("orders");
        when(coming.source()).thenReturn("orders");
        AtomicBoolean running = new AtomicBoolean(true);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            while (running.get()) {
                registry.addConsumer(going);
                registry.removeConsumer(going);
            }
        });
        try {
            for (int i = 0; i < 20_000; i++) {
                registry.addConsumer(coming);
                assertThat(registry.consumers("orders")).contains(coming);
                registry.removeConsumer(coming);
            }
        } finally {
            running.set(false);
            other.join();
        }
        assertThat(registry.consumers("orders")).isEmpty();
    }

    @Test
    void aTagNeedsAValue() {
        BufferRegistry tagged = new BufferRegistry(List.of("team"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tagged.register(new BufferEntry(
                        "a",
                        new BlockBuffer<>(1),
                        null,
                        Map.of("team", " "),
                        BufferEntry.DEFAULT_MAX_CAPACITY,
                        EndOptions.DEFAULT)))
                .withMessage("The tag 'team' of 'a' needs a value");
        assertThat(tagged.names()).isEmpty();
    }

    @Test
    void theOptionsOfTheHealthAreTimesThatCanPass() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new HealthOptions(Duration.ZERO, null, second));
        assertThatIllegalArgumentException().isThrownBy(() -> new HealthOptions(null, second.negated(), second));
        assertThatIllegalArgumentException().isThrownBy(() -> new HealthOptions(null, null, second.negated()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "orders-1", "Orders.of_tenant-1", "1", "..a"})
    void aNameHasLettersDigitsDashesDotsAndUnderscores(String name) {
        register(name);
        assertThat(registry.names()).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "größe", "a/b", "a b", "a#1", ".", "..", "_-"})
    void anotherNameIsRefusedUnlessItIsThatOfABean(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> register(name)).withMessageContaining("'" + name + "'");
        assertThat(registry.names()).isEmpty();
        registry.registerBean(new BufferEntry(name, new BlockBuffer<>(1)));
        assertThat(registry.names()).containsExactly(name);
    }

    @Test
    void findsABufferByIdentity() {
        Buffer<?> buffer = register("a");
        register("b");
        assertThat(registry.find(buffer)).isSameAs(registry.get("a"));
        assertThat(registry.find(new BlockBuffer<>(1))).isNull();
        registry.unregister("a");
        assertThat(registry.find(buffer)).isNull();
        registry.register(new BufferEntry("c", buffer));
        assertThat(registry.find(buffer)).isSameAs(registry.get("c"));
    }

    @Test
    void buffersThatComeAndGoAreComparedWithNoOther() {
        BufferEntry there = mock();
        when(there.name()).thenReturn("there");
        doReturn(new BlockBuffer<>(1)).when(there).buffer();
        registry.register(there);
        clearInvocations(there);
        for (int i = 0; i < 20_000; i++) {
            register("late-" + i);
        }
        for (int i = 0; i < 20_000; i++) {
            assertThat(registry.unregister("late-" + i)).isTrue();
        }
        assertThat(mockingDetails(there).getInvocations().size()).isZero();
        assertThat(registry.entries()).containsExactly(there);
    }

    @Test
    void unregisteringLeavesTheBufferAsItIs() {
        Buffer<?> buffer = register("a");
        assertThat(registry.unregister("a")).isTrue();
        assertThat(registry.unregister("a")).isFalse();
        assertThat(registry.names()).isEmpty();
        assertThat(buffer.state()).isEqualTo(BufferState.OPEN);
    }

    @Test
    void listenersAreNotifiedOfExistingAddedAndRemovedBuffers() {
        register("b");
        register("a");
        registry.addListener(listener);
        register("c");
        registry.unregister("b");
        assertThat(events).containsExactly("+a", "+b", "+c", "-b");
    }

    @Test
    void aRemovedListenerIsNotNotified() {
        registry.addListener(listener);
        assertThat(registry.removeListener(listener)).isTrue();
        assertThat(registry.removeListener(listener)).isFalse();
        register("a");
        assertThat(events).isEmpty();
    }

    @Test
    void aFailingListenerIsLoggedAndDoesNotAffectOthers(CapturedOutput output) {
        registry.addListener(new BufferRegistryListener() {
            @Override
            public void bufferAdded(BufferEntry entry) {
                throw new IllegalStateException("broken on purpose");
            }
        });
        registry.addListener(listener);
        register("a");
        assertThat(events).containsExactly("+a");
        assertThat(registry.names()).containsExactly("a");
        assertThat(output).contains("'a'").contains("broken on purpose");
    }

    private Buffer<?> register(String name) {
        Buffer<String> buffer = new BlockBuffer<>(1);
        registry.register(new BufferEntry(name, buffer));
        return buffer;
    }
}
