package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Spelling and order of instance names and tag keys across several property sources. */
class BufferSourcesTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    @ParameterizedTest
    @ValueSource(strings = {"orders", "order-events", "orderEvents", "O1", "a--b", "[order-events]"})
    void aNameIsKeptAsWritten(String name) {
        addFile("application", "buffers.instances." + name + ".capacity=1");
        assertThat(BufferInstances.of(environment).names()).containsExactly(name.replaceAll("[\\[\\]]", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".order_events", "[order_events]", "[order.events]", ".größe", "[größe]", ".1st", ".-x", "[a b]"
            })
    void anotherNameIsRefusedWithAllItsOrigins(String name) {
        addFile("application", "buffers.instances" + name + ".capacity=1", "buffers.instances" + name + ".type=ring");
        addFile("override", "buffers.instances" + name + ".capacity=2");
        assertThatExceptionOfType(BufferConfigurationException.class)
                .isThrownBy(() -> BufferInstances.of(environment))
                .withMessageContainingAll(
                        "'" + name.replaceAll("^\\.|[\\[\\]]", "") + "'", "\"application\", ", "\"override\")");
    }

    @ParameterizedTest
    @CsvSource({"order-events, orderEvents", "order-events, orderevents", "orders, ORDERS"})
    void twoSpellingsOfANameInOneSourceAreRefusedWithBothOrigins(String first, String second) {
        addFile(
                "application",
                "buffers.instances." + first + ".capacity=1",
                "buffers.instances." + second + ".type=ring");
        assertThatExceptionOfType(BufferConfigurationException.class)
                .isThrownBy(() -> BufferInstances.of(environment))
                .withMessageContainingAll(
                        "'buffers.instances." + second + ".type'",
                        "\"buffers.instances." + second + ".type\" from property source \"application\"",
                        "the name of the instance differs from '" + first + "'",
                        "\"buffers.instances." + first + ".capacity\" from property source \"application\"");
    }

    @Test
    void twoSpellingsOfANameInTwoSourcesAreOneInstanceSpelledAsInTheLower() {
        addFile("application", "buffers.instances.order-events.capacity=1", "buffers.instances.order-events.type=ring");
        addFile("override", "buffers.instances.orderEvents.capacity=2");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.names()).containsExactly("order-events");
        assertThat(instances.properties("order-events").capacityOrDefault().toInt())
                .isEqualTo(2);
        assertThat(instances.properties("order-events").getType()).isEqualTo(BufferType.RING);
    }

    @ParameterizedTest
    @CsvSource({"cost-center, costCenter", "cost-center, cost_center", "team, TEAM"})
    void twoSpellingsOfATagKeyInOneSourceAreRefusedWithBothOrigins(String first, String second) {
        addFile(
                "application",
                "buffers.instances.orders.tags[" + first + "]=1",
                "buffers.instances.rows.tags[" + second + "]=2");
        assertThatExceptionOfType(BufferConfigurationException.class)
                .isThrownBy(() -> BufferInstances.of(environment))
                .withMessageContainingAll(
                        "\"buffers.instances.rows.tags[" + second + "]\" from property source",
                        "the key of the tag differs from '" + first + "'",
                        "\"buffers.instances.orders.tags[" + first + "]\" from property source");
    }

    @Test
    void twoSpellingsOfATagKeyInTwoSourcesAreOneTagSpelledAsInTheLower() {
        addFile("application", "buffers.instances.orders.tags.cost-center=1", "buffers.defaults.tags.zone=a");
        addFile("override", "buffers.instances.orders.tags.costCenter=2", "buffers.instances.rows.tags.ZONE=b");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.properties("orders").getTags()).isEqualTo(Map.of("cost-center", "2", "zone", "a"));
        assertThat(instances.properties("rows").getTags()).isEqualTo(Map.of("zone", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BUFFERS_INSTANCES_ORDEREVENTS_TAGS_COSTCENTER",
                "BUFFERS_INSTANCES_ORDER_EVENTS_TAGS_COST_CENTER",
                "BUFFERS_INSTANCES_ORDEREVENTS_TAGS_COST_CENTER"
            })
    void anEnvironmentVariableSetsATagWhoseKeyHasADash(String variable) {
        addFile("application", "buffers.instances.order-events.tags.cost-center=1");
        addVariables(variable, "2");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.names()).containsExactly("order-events");
        assertThat(instances.properties("order-events").getTags()).isEqualTo(Map.of("cost-center", "2"));
        assertThat(instances.tagKeys()).containsExactly("cost-center");
    }

    @ParameterizedTest
    @ValueSource(strings = {"buffers.defaults.tags.cost-center=1", "buffers.tag-keys=zone,cost-center"})
    void anEnvironmentVariableSetsATagThatTheInstanceItselfLacks(String other) {
        addFile("application", "buffers.instances.orders.capacity=1", other);
        addVariables("BUFFERS_INSTANCES_ORDERS_TAGS_COSTCENTER", "2");
        assertThat(BufferInstances.of(environment).properties("orders").getTags())
                .isEqualTo(Map.of("cost-center", "2"));
    }

    @Test
    void environmentVariablesReachTheHealth() {
        addFile("application", "buffers.instances.order-events.capacity=1");
        addVariables(
                "BUFFERS_INSTANCES_ORDEREVENTS_HEALTH_SATURATEDAFTER", "1s",
                "BUFFERS_INSTANCES_ORDER_EVENTS_HEALTH_MAX_AGE", "2s",
                "BUFFERS_DEFAULTS_HEALTH_MIN_DURATION", "3s");
        HealthProperties health =
                BufferInstances.of(environment).properties("order-events").getHealth();
        assertThat(health.getSaturatedAfter()).hasSeconds(1);
        assertThat(health.getMaxAge()).hasSeconds(2);
        assertThat(health.getMinDuration()).hasSeconds(3);
    }

    @Test
    void environmentVariablesReachEveryKey() {
        addFile("application", "buffers.instances.order-events.type=growable", "buffers.instances.rows.capacity=1");
        addVariables(
                "BUFFERS_INSTANCES_ORDEREVENTS_MAXCAPACITY", "5",
                "BUFFERS_INSTANCES_ORDER_EVENTS_INITIAL_CAPACITY", "4",
                "BUFFERS_INSTANCES_ROWS_AFTER_0", "orderEvents",
                "BUFFERS_DEFAULTS_DRAIN_TIMEOUT", "3s",
                "BUFFERS_SHUTDOWNTIMEOUT", "9s",
                "BUFFERS_TAGKEYS", "tenant");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.properties("order-events").maxCapacityOrDefault()).isEqualTo(5);
        assertThat(instances.properties("order-events").initialCapacityOrDefault())
                .isEqualTo(4);
        assertThat(instances.properties("rows").getAfter()).containsExactly("order-events");
        assertThat(instances.properties("rows").drainTimeoutOrDefault()).hasSeconds(3);
        assertThat(instances.shutdownTimeout()).hasSeconds(9);
        assertThat(instances.tagKeys()).containsExactly("tenant");
    }

    @Test
    void anEnvironmentVariableOverridesAFileAndNotTheCommandLine() {
        addFile(
                "application",
                "buffers.instances.order-events.tags.cost-center=1",
                "buffers.instances.rows.capacity=1");
        addVariables("BUFFERS_INSTANCES_ORDER_EVENTS_TAGS_COST_CENTER", "2", "BUFFERS_INSTANCES_ROWS_CAPACITY", "2");
        addFile("commandLineArgs", "buffers.instances.orderEvents.tags.costCenter=3");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.properties("order-events").getTags()).isEqualTo(Map.of("cost-center", "3"));
        assertThat(instances.properties("rows").capacityOrDefault().toInt()).isEqualTo(2);
    }

    @Test
    void environmentVariablesSetWhetherContextsArePropagated() {
        addFile("application", "buffers.instances.rows.capacity=1", "buffers.instances.order-events.capacity=1");
        addVariables(
                "BUFFERS_DEFAULTS_PROPAGATECONTEXT",
                "true",
                "BUFFERS_INSTANCES_ORDEREVENTS_PROPAGATE_CONTEXT",
                "false");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.properties("rows").propagatesContext()).isTrue();
        assertThat(instances.properties("order-events").propagatesContext()).isFalse();
    }

    @Test
    void theStandardFormOfAVariableWinsOverTheOneWithUnderscoresForDashes() {
        addFile("application", "buffers.instances.order-events.capacity=1");
        addVariables(
                "BUFFERS_INSTANCES_ORDER_EVENTS_STALLED_AFTER", "2s",
                "BUFFERS_INSTANCES_ORDEREVENTS_STALLEDAFTER", "3s",
                "buffers.instances.order-events.drain-timeout", "4s");
        BufferProperties orderEvents = BufferInstances.of(environment).properties("order-events");
        assertThat(orderEvents.getStalledAfter()).hasSeconds(3);
        assertThat(orderEvents.getDrainTimeout()).hasSeconds(4);
    }

    @Test
    void environmentVariablesAloneMakeAnInstance() {
        addVariables("BUFFERS_INSTANCES_ORDERS_MAXCAPACITY", "5", "BUFFERS_INSTANCES_ORDERS_TYPE", "growable");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.names()).containsExactly("orders");
        assertThat(instances.properties("orders").maxCapacityOrDefault()).isEqualTo(5);
    }

    @Test
    void otherVariablesAreIgnored() {
        addVariables("BUFFERS_INSTANCES_ORDERS_COLOR", "red", "BUFFERS_HOME", "/opt", "BUFFERS_DEFAULTS_ENDS", "early");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.names()).isEmpty();
        assertThat(instances.properties("orders").getEnds()).isEqualTo(BufferEnd.LATE);
    }

    @Test
    void thePlaceOfAnInstanceIsTheFirstOneFromTheLowestSourceToTheHighest() {
        addFile("application", "buffers.instances.zulu.capacity=1", "buffers.instances.mike.capacity=1");
        addFile("profile", "buffers.instances.alpha.capacity=1", "buffers.instances.mike.capacity=2");
        addVariables("BUFFERS_INSTANCES_MIKE_CAPACITY", "3", "BUFFERS_INSTANCES_BRAVO_CAPACITY", "3");
        addFile(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, "buffers.instances.alpha.capacity=4");
        addFile("commandLineArgs", "buffers.instances.yankee.capacity=5", "buffers.instances.ZULU.capacity=5");
        assertThat(BufferInstances.of(environment).names()).containsExactly("zulu", "mike", "alpha", "yankee", "bravo");
    }

    private void addFile(String name, String... lines) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String line : lines) {
            properties.put(
                    line.substring(0, line.indexOf('=')).replace(".[", "["), line.substring(line.indexOf('=') + 1));
        }
        sources().addFirst(new MapPropertySource(name, properties));
    }

    private void addVariables(String... namesAndValues) {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        sources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }

    private MutablePropertySources sources() {
        return environment.getPropertySources();
    }
}
