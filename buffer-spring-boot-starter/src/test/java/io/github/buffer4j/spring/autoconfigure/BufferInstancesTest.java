package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(orders.getMaxCapacity()).isNull();
        assertThat(orders.maxCapacityOrDefault()).isEqualTo(Integer.MAX_VALUE);
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
    void environmentVariableAloneMakesAnInstance() {
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of(
                                "BUFFERS_INSTANCES_ORDERS_MAXCAPACITY",
                                "5",
                                "BUFFERS_INSTANCES_ORDERS_TYPE",
                                "growable")));
        BufferInstances instances = instances(Map.of());
        assertThat(instances.names()).containsExactly("orders");
        assertThat(instances.properties("orders").getMaxCapacity()).isEqualTo(5);
    }

    @Test
    void initialCapacityNeverExceedsTheMaximumUnlessAsked() {
        BufferInstances instances = instances(
                Map.of("buffers.instances.orders.type", "growable", "buffers.instances.orders.max-capacity", "4"));
        assertThat(instances.properties("orders").initialCapacityOrDefault()).isEqualTo(4);
    }

    @Test
    void tagsOfTheDefaultsAndTheInstanceAddUp() {
        BufferInstances instances = instances(Map.of(
                "buffers.defaults.tags.team", "core",
                "buffers.defaults.tags.zone", "a",
                "buffers.instances.orders.tags.team", "checkout",
                "buffers.instances.orders.tags.Floor", "3",
                "buffers.instances.returns", ""));
        assertThat(instances.properties("orders").getTags())
                .isEqualTo(Map.of("team", "checkout", "zone", "a", "Floor", "3"));
        assertThat(instances.properties("returns").getTags()).isEqualTo(Map.of("team", "core", "zone", "a"));
        assertThat(instances.tagKeys()).containsExactly("Floor", "team", "zone");
    }

    @Test
    void emptyDefaultsAreNone() {
        BufferInstances instances = instances(Map.of("buffers.defaults", "", "buffers.instances.orders", ""));
        assertThat(instances.properties("orders").getCapacity()).isEqualTo(1024);
    }

    @Test
    void noInstancesAreNone() {
        assertThat(instances(Map.of("buffers.instances", "")).names()).isEmpty();
    }

    @Test
    void aCapacityOfAnotherTypeMayBeInherited() {
        BufferInstances instances = instances(Map.of(
                "buffers.defaults.capacity", "8",
                "buffers.defaults.max-capacity", "9",
                "buffers.instances.all.type", "growable",
                "buffers.instances.latest.type", "ring"));
        assertThat(instances.properties("all").getMaxCapacity()).isEqualTo(9);
        assertThat(instances.properties("latest").getCapacity()).isEqualTo(8);
    }

    private BufferInstances instances(Map<String, Object> properties) {
        environment.getPropertySources().addLast(new MapPropertySource("test", properties));
        return new BufferInstances(environment);
    }
}
