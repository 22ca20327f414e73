package io.github.buffer4j.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.FakeSharedBuffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.actuate.BufferEndpointAutoConfiguration;
import io.github.buffer4j.spring.event.BufferChanges;
import io.github.buffer4j.spring.event.BufferEvents;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BuffersEndpointJmxTest {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    JmxAutoConfiguration.class,
                    EndpointAutoConfiguration.class,
                    JmxEndpointAutoConfiguration.class,
                    BufferAutoConfiguration.class,
                    BufferEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "spring.jmx.enabled=true",
                    "management.endpoints.jmx.exposure.include=buffers",
                    "buffers.defaults.drain-timeout=0s",
                    "buffers.instances.orders.capacity=8");

    private final ApplicationContextRunner unrestricted =
            runner.withPropertyValues("management.endpoint.buffers.access=UNRESTRICTED");

    @Test
    void showsBuffers() {
        runner.run(context -> {
            assertThat(invoke("buffers"))
                    .extracting("buffers", MAP)
                    .extractingByKey("orders", MAP)
                    .containsEntry("capacity", 8);
            assertThat(invoke("buffer", "orders")).containsEntry("type", "block");
        });
    }

    @Test
    void isReadOnlyByDefault() {
        runner.run(context -> assertThat(operations()).containsExactlyInAnyOrder("buffers", "buffer"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void resetsAndResizesWhereAccessIsUnrestricted() {
        unrestricted.run(context -> {
            Buffer<Object> orders = context.getBean("orders", Buffer.class);
            orders.add("secret");
            assertThat(invoke("resize", "orders", 5))
                    .containsEntry("capacity", 5)
                    .containsEntry("size", 1);
            assertThat(invoke("reset", "orders")).containsEntry("discarded", 1);
            assertThat(orders.capacity()).isEqualTo(5);
        });
    }

    @Test
    void resetsASharedBufferOnlyForAllApplications() {
        unrestricted.run(context -> {
            Buffer<Object> elements = new BlockBuffer<>(8);
            elements.add("secret");
            context.getBean(BufferRegistry.class)
                    .register(new BufferEntry("events", new FakeSharedBuffer(elements).client()));
            assertThatThrownBy(() -> invoke("reset", "events")).hasStackTraceContaining("Buffer 'events' is shared");
            assertThatThrownBy(() -> invoke("reset", "events", "mine"))
                    .hasStackTraceContaining("scope must be all, but is mine");
            assertThat(elements.size()).isEqualTo(1);
            assertThat(invoke("reset", "events", "all")).containsEntry("discarded", 1);
            assertThat(invoke("reset", "orders", "all")).containsEntry("discarded", 0);
        });
    }

    @Test
    void pausesAndResumesListenersWhereAccessIsUnrestricted(CapturedOutput output) {
        unrestricted.run(context -> {
            BufferListenerContainer store = context.getBean(BufferListeners.class)
                    .register(ListenerSpec.builder("store", "orders").build(), element -> null);
            assertThat(operations()).containsExactlyInAnyOrder("buffers", "buffer", "reset", "resize", "pause");
            assertThat(invoke("pause", "orders", "store", true)).containsEntry("name", "orders");
            await("the listener to be paused").until(() -> store.state() == ListenerState.PAUSED);
            assertThat(invoke("buffer", "orders"))
                    .extractingByKey("listeners", LIST)
                    .singleElement(MAP)
                    .containsEntry("id", "store")
                    .containsEntry("state", "PAUSED")
                    .containsEntry("linger", "PT0S");
            invoke("pause", "orders", "store", false);
            assertThat(store.state()).isEqualTo(ListenerState.RUNNING);
            assertThat(output.getOut().lines().filter(line -> line.contains("of buffer 'orders' was")))
                    .hasSize(2);
            assertThatThrownBy(() -> invoke("pause", "orders", "other", true))
                    .hasStackTraceContaining("Buffer 'orders' has no listener 'other'; its listeners: store");
            assertThatThrownBy(() -> invoke("pause", "unknown", "store", true))
                    .hasStackTraceContaining("No buffer named 'unknown'; registered buffers: orders");
        });
    }

    @Test
    void showsBuffersWithoutListenersWhereThereAreNone() {
        BufferRegistry registry = new BufferRegistry(List.of());
        registry.register(new BufferEntry("orders", new BlockBuffer<>(8)));
        BufferChanges changes = new BufferChanges(new BufferEvents(1, event -> {}));
        assertThat(new BuffersEndpoint(registry, () -> null, changes)
                        .buffer("orders")
                        .listeners())
                .isEmpty();
    }

    @Test
    void describesWhatIsWrong() {
        unrestricted.run(context -> {
            assertThatThrownBy(() -> invoke("buffer", "unknown"))
                    .hasStackTraceContaining("No buffer named 'unknown'; registered buffers: orders");
            assertThatThrownBy(() -> invoke("resize", "orders", 0)).hasStackTraceContaining("but is 0");
        });
    }

    @Test
    void refusesACapacityAboveTheLimit() {
        unrestricted
                .withPropertyValues("buffers.instances.orders.max-capacity=100")
                .run(context -> {
                    assertThatThrownBy(() -> invoke("resize", "orders", 101))
                            .hasStackTraceContaining("must not exceed its max-capacity of 100, but is 101");
                    assertThat(context.getBean("orders", Buffer.class).capacity())
                            .isEqualTo(8);
                });
    }

    @Test
    void reportsABufferThatFailsInItsOwnDescriptor() {
        runner.run(context -> {
            context.getBean(BufferRegistry.class).register(new BufferEntry("broken", mock(Buffer.class)));
            Map<String, Object> all = invoke("buffers");
            assertThat(all)
                    .extracting("buffers", MAP)
                    .extractingByKey("orders", MAP)
                    .containsEntry("capacity", 8);
            assertThat(all)
                    .extracting("buffers", MAP)
                    .extractingByKey("broken", MAP)
                    .containsEntry("error", NullPointerException.class.getName())
                    .containsEntry("capacity", null);
        });
    }

    @Test
    void hasTheExtensionsOfThoseWhoExposeIt() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(BuffersEndpoint.class)
                .hasSingleBean(BuffersJmxExtension.class)
                .doesNotHaveBean(BuffersWebExtension.class)
                .doesNotHaveBean(KnownKeys.class));
        runner.withPropertyValues(
                        "management.endpoints.web.exposure.include=buffers",
                        "management.endpoints.jmx.exposure.include=health")
                .run(context -> assertThat(context)
                        .hasSingleBean(BuffersWebExtension.class)
                        .doesNotHaveBean(BuffersJmxExtension.class));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> invoke(String operation, Object... arguments) throws Exception {
        String[] signature = Arrays.stream(arguments)
                .map(argument -> argument.getClass().getName())
                .toArray(String[]::new);
        return (Map<String, Object>) server.invoke(name(), operation, arguments, signature);
    }

    private String[] operations() throws Exception {
        return Arrays.stream(server.getMBeanInfo(name()).getOperations())
                .map(MBeanOperationInfo::getName)
                .toArray(String[]::new);
    }

    private static ObjectName name() throws Exception {
        return new ObjectName("org.springframework.boot:type=Endpoint,name=Buffers");
    }
}
