package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class BufferInstancesTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void instanceInheritsWhatItLeavesOut() {
        BufferInstances instances = instances(Map.of(
                "buffers.defaults.type", "ring",
                "buffers.defaults.capacity", "64",
                "buffers.defaults.element-type", "java.lang.String",
                "buffers.defaults.drain-timeout", "3s",
                "buffers.instances.orders.capacity", "8",
                "buffers.instances.returns.type", "block"));
        BufferProperties orders = instances.properties("orders");
        assertThat(orders.getType()).isEqualTo(BufferType.RING);
        assertThat(orders.getCapacity()).isEqualTo(8);
        assertThat(orders.getElementType()).isEqualTo("java.lang.String");
        assertThat(orders.getDrainTimeout()).isEqualTo(Duration.ofSeconds(3));
        BufferProperties returns = instances.properties("returns");
        assertThat(returns.getType()).isEqualTo(BufferType.BLOCK);
        assertThat(returns.getCapacity()).isEqualTo(64);
    }

    @Test
    void everythingHasADefault() {
        BufferProperties orders =
                instances(Map.of("buffers.instances.orders", "")).properties("orders");
        assertThat(orders.getType()).isEqualTo(BufferType.BLOCK);
        assertThat(orders.getCapacity()).isEqualTo(1024);
        assertThat(orders.getMaxCapacity()).isEqualTo(Integer.MAX_VALUE);
        assertThat(orders.getElementType()).isNull();
        assertThat(orders.getDrainTimeout()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void emptyInstanceHasTheDefaults() {
        BufferInstances instances =
                instances(Map.of("buffers.defaults.capacity", "64", "buffers.instances.orders", ""));
        assertThat(instances.names()).containsExactly("orders");
        assertThat(instances.properties("orders").getCapacity()).isEqualTo(64);
    }

    @Test
    void aNameThatIsNoInstanceHasTheDefaults() {
        BufferInstances instances = instances(Map.of("buffers.defaults.drain-timeout", "3s"));
        assertThat(instances.properties("declared by the user").getDrainTimeout())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void namesAreKeptAsWritten() {
        BufferInstances instances = instances(Map.of(
                "buffers.instances.order-events.capacity", "1",
                "buffers.instances.orderItems.capacity", "2",
                "buffers.instances[with.dot].capacity", "3"));
        assertThat(instances.names()).containsExactlyInAnyOrder("order-events", "orderItems", "with.dot");
        assertThat(instances.properties("orderItems").getCapacity()).isEqualTo(2);
        assertThat(instances.properties("with.dot").getCapacity()).isEqualTo(3);
    }

    @Test
    void environmentVariableSetsAnInstanceAndDoesNotMakeAnother() {
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("BUFFERS_INSTANCES_ORDEREVENTS_CAPACITY", "5")));
        BufferInstances instances = instances(Map.of("buffers.instances.order-events.capacity", "1"));
        assertThat(instances.names()).containsExactly("order-events");
        assertThat(instances.properties("order-events").getCapacity()).isEqualTo(5);
    }

    @Test
    void initialCapacityNeverExceedsTheMaximumUnlessAsked() {
        BufferInstances instances = instances(Map.of("buffers.instances.orders.max-capacity", "4"));
        assertThat(instances.properties("orders").initialCapacityOrDefault()).isEqualTo(4);
        assertRefused(
                "buffers.instances.orders.initial-capacity",
                "5",
                Map.of(
                        "buffers.instances.orders.max-capacity", "4",
                        "buffers.instances.orders.initial-capacity", "5"));
    }

    @Test
    void capacityBelowOneIsRefused() {
        assertRefused("buffers.instances.orders.capacity", "0", Map.of("buffers.instances.orders.capacity", "0"));
        assertRefused(
                "buffers.instances.orders.max-capacity", "-1", Map.of("buffers.instances.orders.max-capacity", "-1"));
    }

    @Test
    void inheritedMistakeIsReportedWhereItIs() {
        assertRefused(
                "buffers.defaults.capacity",
                "0",
                Map.of("buffers.defaults.capacity", "0", "buffers.instances.orders.type", "ring"));
    }

    @Test
    void unknownKeyIsRefused() {
        assertRefused("buffers.instances.orders.capcity", "", Map.of("buffers.instances.orders.capcity", "1"));
        assertRefused(
                "buffers.defaults.capcity",
                "",
                Map.of("buffers.defaults.capcity", "1", "buffers.instances.orders.capacity", "1"));
    }

    @Test
    void unknownTypeAndNoNumberAreRefused() {
        assertRefused("buffers.instances.orders.type", "blok", Map.of("buffers.instances.orders.type", "blok"));
        assertRefused("buffers.instances.orders.capacity", "many", Map.of("buffers.instances.orders.capacity", "many"));
    }

    private BufferInstances instances(Map<String, Object> properties) {
        environment.getPropertySources().addLast(new MapPropertySource("test", properties));
        return new BufferInstances(environment);
    }

    private void assertRefused(String key, String value, Map<String, Object> properties) {
        assertThatThrownBy(() -> instances(properties))
                .satisfies(
                        failure -> assertThat(messages(failure)).contains(key).contains(value));
        environment.getPropertySources().remove("test");
    }

    private static String messages(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure.getMessage() + (cause == null ? "" : System.lineSeparator() + messages(cause));
    }
}
