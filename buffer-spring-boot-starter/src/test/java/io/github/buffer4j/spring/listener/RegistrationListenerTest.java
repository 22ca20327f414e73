package io.github.buffer4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What comes to know of the listeners, and of their calls. */
@ExtendWith(OutputCaptureExtension.class)
class RegistrationListenerTest {

    private final BufferRegistry registry = new BufferRegistry(List.of());
    private final BlockBuffer<Integer> orders = new BlockBuffer<>(8);
    private final CountingObserver observer = new CountingObserver();
    private final BufferListeners listeners = new BufferListeners(registry, spec -> observer, (container, state) -> {});
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void registerTheBuffer() {
        registry.register(new BufferEntry("orders", orders));
    }

    @AfterEach
    void closeTheBuffer() {
        orders.close();
    }

    @Test
    void itIsToldOfTheListenersThatAreThereAndOfThoseThatComeAndGo() {
        register("b");
        register("a");
        listeners.addRegistrationListener(recorder);
        register("0");
        listeners.remove("a");
        listeners.remove("a");
        assertThat(recorder.events).containsExactly("+a", "+b", "+0", "-a");
        assertThat(listeners.removeRegistrationListener(recorder)).isTrue();
        register("c");
        assertThat(recorder.events).hasSize(4);
    }

    @Test
    void itIsNotToldOfAnIdThatIsTaken() {
        listeners.addRegistrationListener(recorder);
        register("a");
        assertThatThrownBy(() -> register("a")).isInstanceOf(IllegalStateException.class);
        assertThat(recorder.events).containsExactly("+a");
    }

    @Test
    void oneThatThrowsAffectsNothingElse(CapturedOutput output) {
        listeners.addRegistrationListener(new RegistrationListener() {
            @Override
            public void listenerAdded(BufferListenerContainer container, ListenerObserver added) {
                throw new IllegalStateException("broken on purpose");
            }
        });
        listeners.addRegistrationListener(recorder);
        register("a");
        listeners.remove("a");
        assertThat(recorder.events).containsExactly("+a", "-a");
        assertThat(output).contains("A listener of registrations failed when notified of 'a'");
    }

    @Test
    void callsAreRunByAnObserverThatObservesThem() throws Exception {
        handleOneElement();
        assertThat(observer.calls).hasValue(1);
    }

    @Test
    void callsAreNotRunByAnObserverThatDoesNotObserveThem() throws Exception {
        observer.observesCalls = false;
        handleOneElement();
        assertThat(observer.calls).hasValue(0);
    }

    private void handleOneElement() throws InterruptedException {
        listeners.start(ListenerStart.STARTED);
        CountDownLatch handled = new CountDownLatch(1);
        BufferListenerContainer container =
                listeners.register(ListenerSpec.builder("a", "orders").build(), element -> {
                    handled.countDown();
                    return null;
                });
        orders.add(1);
        handled.await();
        assertThat(container.stop(Duration.ofMinutes(1))).isTrue();
    }

    private void register(String id) {
        listeners.register(ListenerSpec.builder(id, "orders").build(), element -> null);
    }

    private final class Recorder implements RegistrationListener {

        private final List<String> events = new ArrayList<>();

        @Override
        public void listenerAdded(BufferListenerContainer container, ListenerObserver added) {
            assertThat(added).isSameAs(observer);
            assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
            events.add("+" + container.spec().id());
        }

        @Override
        public void listenerRemoved(BufferListenerContainer container) {
            events.add("-" + container.spec().id());
        }
    }

    private static final class CountingObserver implements ListenerObserver {

        private final AtomicInteger calls = new AtomicInteger();
        private boolean observesCalls = true;

        @Override
        public @Nullable Object call(List<?> items, Callable<@Nullable Object> call) throws Exception {
            calls.incrementAndGet();
            return call.call();
        }

        @Override
        public boolean observesCalls() {
            return observesCalls;
        }

        @Override
        public void retried() {}

        @Override
        public void failed(Outcome outcome, int elements) {}
    }
}
