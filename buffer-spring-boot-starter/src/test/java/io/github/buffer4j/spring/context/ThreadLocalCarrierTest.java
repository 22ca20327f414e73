package io.github.buffer4j.spring.context;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerObserver;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(60)
class ThreadLocalCarrierTest {

    private static final String USER = "user";

    private final ThreadLocalCarrier carrier = new ThreadLocalCarrier();
    private final Tenant tenant = new Tenant();

    /** A thread local that notes the user of the MDC whenever it is changed. */
    private static final class Tenant implements ThreadLocalAccessor<String> {

        private final ThreadLocal<@Nullable String> current = new ThreadLocal<>();
        private final List<String> notes = new ArrayList<>();
        private boolean failsToSet;
        private boolean failsToRestore;

        @Override
        public Object key() {
            return "tenant";
        }

        @Override
        public @Nullable String getValue() {
            return current.get();
        }

        @Override
        public void setValue(String value) {
            if (failsToSet) {
                throw new IllegalStateException("broken on purpose");
            }
            notes.add("set " + value + " for " + MDC.get(USER));
            current.set(value);
        }

        @Override
        public void setValue() {
            if (failsToRestore) {
                throw new IllegalStateException("broken on purpose");
            }
            notes.add("clear for " + MDC.get(USER));
            current.remove();
        }
    }

    @AfterEach
    void leaveNothingBehind() {
        ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
        ContextRegistry.getInstance().removeThreadLocalAccessor(Slf4jThreadLocalAccessor.KEY);
        MDC.clear();
    }

    /* Registers the thread local, and captures a context with a value of it and a user. */
    private Object captureTenantAndUser() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(tenant);
        tenant.current.set("acme");
        MDC.put(USER, "ann");
        Object context = requireNonNull(carrier.capture());
        tenant.current.remove();
        MDC.clear();
        return context;
    }

    @Test
    void whereThereAreNoValuesThereIsNoContext() {
        assertThat(carrier.capture()).isNull();
        MDC.put(USER, "ann");
        MDC.remove(USER);
        assertThat(carrier.capture()).isNull();
    }

    @Test
    void theTextOfAContextHasNoValues() {
        assertThat(captureTenantAndUser()).hasToString("cp.slf4j, tenant");
    }

    @Test
    void valuesReturnToWhatTheyWere() throws Exception {
        Object context = captureTenantAndUser();
        MDC.put(USER, "bob");
        AutoCloseable scope = carrier.restore(context);
        assertThat(MDC.get(USER)).isEqualTo("ann");
        assertThat(tenant.current.get()).isEqualTo("acme");
        scope.close();
        assertThat(MDC.get(USER)).isEqualTo("bob");
        assertThat(tenant.current.get()).isNull();
    }

    @Test
    void theMdcIsSetFirstAndRestoredLast() throws Exception {
        Object context = captureTenantAndUser();
        carrier.restore(context).close();
        assertThat(tenant.notes).containsExactly("set acme for ann", "clear for ann");
        assertThat(MDC.get(USER)).isNull();
    }

    @Test
    void anAccessorOfTheApplicationForTheMdcReplacesTheOwnOne() throws Exception {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor(USER));
        MDC.put("secret", "x");
        MDC.put(USER, "ann");
        Object context = captureTenantAndUser();
        AutoCloseable scope = carrier.restore(context);
        assertThat(MDC.getCopyOfContextMap()).containsOnlyKeys(USER);
        scope.close();
        assertThat(tenant.notes).containsExactly("set acme for ann", "clear for ann");
    }

    @Test
    void anAccessorThatFailsToSetItsValueLeavesNoOtherValueBehind() {
        Object context = captureTenantAndUser();
        tenant.failsToSet = true;
        assertThatIllegalStateException().isThrownBy(() -> carrier.restore(context));
        assertThat(MDC.get(USER)).isNull();
    }

    @Test
    void anAccessorThatFailsToRestoreItsValueDoesNotKeepOthersFromIt() {
        Object context = captureTenantAndUser();
        tenant.failsToRestore = true;
        assertThatIllegalStateException()
                .isThrownBy(() -> carrier.restore(context).close());
        assertThat(MDC.get(USER)).isNull();
    }

    @Test
    void anAccessorThatFailsLosesNoElement() throws Exception {
        try (Buffer<Integer> buffer = Buffer.<Integer>builder().context(carrier).block(8)) {
            captureTenantAndUser();
            tenant.current.set("acme");
            buffer.add(1);
            tenant.current.remove();
            tenant.failsToSet = true;
            buffer.add(2);
            buffer.closeWrite();
            List<Integer> handled = new ArrayList<>();
            buffer.forEach(handled::add);
            assertThat(handled).containsExactly(1, 2);
        }
    }

    /** Every second element is written without a user, and sees what the one before it has left behind. */
    @Test
    void aMillionElementsLeaveNothingBehindOnTheirThread() throws Exception {
        int elements = 1_000_000;
        BlockBuffer<Integer> buffer = Buffer.<Integer>builder().context(carrier).block(1024);
        BufferRegistry registry = new BufferRegistry(List.of());
        registry.register(new BufferEntry("numbers", buffer));
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        BufferListenerContainer container = new BufferListeners(
                        registry, spec -> ListenerObserver.NONE, (listener, state) -> {})
                .register(ListenerSpec.builder("count", "numbers").build(), (Integer element) -> {
                    String user = MDC.get(USER);
                    if (element % 2 == 0 ? !String.valueOf(element).equals(user) : user != null) {
                        wrong.incrementAndGet();
                    }
                    handled.incrementAndGet();
                    return null;
                });
        container.start();
        for (int i = 0; i < elements; i++) {
            if (i % 2 == 0) {
                MDC.put(USER, String.valueOf(i));
            } else {
                MDC.clear();
            }
            buffer.add(i);
        }
        await("all elements").until(() -> handled.get() == elements);
        assertThat(wrong).hasValue(0);
        assertThat(container.stop(Duration.ofMinutes(1))).isTrue();
    }
}
