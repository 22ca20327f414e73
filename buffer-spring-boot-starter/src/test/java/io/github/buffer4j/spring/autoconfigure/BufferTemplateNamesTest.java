package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The names and keys of templates follow the rules of those of instances. */
class BufferTemplateNamesTest {

    private final StandardEnvironment environment = new StandardEnvironment();

    @Test
    void aTemplateInheritsWhatItLeavesOut() {
        addFile("buffers.defaults.capacity", "64");
        addFile("buffers.defaults.listener.concurrency", "4");
        addFile("buffers.defaults.tags.team", "blue");
        addFile("buffers.templates.rows", "");
        addFile("buffers.templates.orders.tags.tenant", "any");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.names()).isEmpty();
        assertThat(instances.templateNames()).containsExactly("orders", "rows");
        assertThat(template(instances, "rows").capacityOrDefault().toInt()).isEqualTo(64);
        assertThat(template(instances, "orders").getTags()).isEqualTo(Map.of("team", "blue", "tenant", "any"));
        assertThat(instances.tagKeys()).containsExactly("team", "tenant");
    }

    @Test
    void anInstanceAndATemplateMayHaveOneName() {
        addFile("buffers.instances.orders.capacity", "1");
        addFile("buffers.templates.orders.capacity", "2");
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.properties("orders").capacityOrDefault().toInt()).isEqualTo(1);
        assertThat(template(instances, "orders").capacityOrDefault().toInt()).isEqualTo(2);
    }

    @Test
    void theShutdownTimeoutConsidersTemplates() {
        addFile("buffers.templates.orders.drain-timeout", "60s");
        assertThat(BufferInstances.of(environment).shutdownTimeout()).isEqualTo(Duration.ofSeconds(65));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1orders", "größe", "my_orders", "[my.orders]"})
    void anotherNameIsRefused(String name) {
        addFile("buffers.templates." + name + ".capacity", "1");
        assertThatExceptionOfType(BufferConfigurationException.class)
                .isThrownBy(() -> BufferInstances.of(environment))
                .withMessageContaining("The name '" + name.replaceAll("[\\[\\]]", "") + "' of a template")
                .withMessageContaining("under 'buffers.templates'")
                .withMessageContaining("from property source \"file\"");
    }

    @Test
    void twoSpellingsInOneSourceAreRefused() {
        addFile("buffers.templates.orderEvents.capacity", "1");
        addFile("buffers.templates.order-events.type", "ring");
        assertThatExceptionOfType(BufferConfigurationException.class)
                .isThrownBy(() -> BufferInstances.of(environment))
                .withMessageContaining("buffers.templates.order-events.type")
                .withMessageContaining("the name of the template differs from 'orderEvents'");
    }

    @Test
    void twoSpellingsInTwoSourcesAreOneTemplate() {
        addFile("buffers.templates.order-events.type", "ring");
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("higher", Map.of("buffers.templates.orderEvents.capacity", "7")));
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.templateNames()).containsExactly("order-events");
        assertThat(template(instances, "orderEvents").capacityOrDefault().toInt())
                .isEqualTo(7);
        assertThat(template(instances, "order-events").getType()).isEqualTo(BufferType.RING);
    }

    @Test
    void environmentVariablesReachEveryKey() {
        addFile("buffers.templates.order-events.type", "block");
        addFile("buffers.templates.order-events.tags.cost-center", "1");
        addVariables(Map.of(
                "BUFFERS_TEMPLATES_ORDEREVENTS_CAPACITY", "7",
                "BUFFERS_TEMPLATES_ORDER_EVENTS_DRAIN_TIMEOUT", "9s",
                "BUFFERS_TEMPLATES_ORDER_EVENTS_HEALTH_MAX_AGE", "8s",
                "BUFFERS_TEMPLATES_ORDEREVENTS_TAGS_COSTCENTER", "2",
                "BUFFERS_TEMPLATES_ROWS_CAPACITY", "5"));
        BufferInstances instances = BufferInstances.of(environment);
        assertThat(instances.templateNames()).containsExactly("order-events", "rows");
        BufferProperties events = template(instances, "order-events");
        assertThat(events.capacityOrDefault().toInt()).isEqualTo(7);
        assertThat(events.getDrainTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(events.getHealth().getMaxAge()).isEqualTo(Duration.ofSeconds(8));
        assertThat(events.getTags()).isEqualTo(Map.of("cost-center", "2"));
        assertThat(template(instances, "rows").capacityOrDefault().toInt()).isEqualTo(5);
    }

    @Test
    void anExecutorIsRefusedInAVariableToo() {
        addVariables(Map.of("BUFFERS_TEMPLATES_ORDERS_EXECUTOR_CONCURRENCY", "7"));
        assertThatExceptionOfType(BufferConfigurationException.class)
                .isThrownBy(() -> BufferInstances.of(environment))
                .withMessageContaining("an executor is a bean")
                .withMessageContaining("BUFFERS_TEMPLATES_ORDERS_EXECUTOR_CONCURRENCY");
    }

    @Test
    void aTemplateEndsAfterAnInstanceHoweverItIsSpelled() {
        addFile("buffers.instances.order-events.type", "block");
        addFile("buffers.templates.rows.after", "orderEvents");
        assertThat(template(BufferInstances.of(environment), "rows").getAfter()).containsExactly("order-events");
    }

    @Test
    void aBufferThatEndsEarlyEndsAfterNoOther() {
        addFile("buffers.instances.orders.type", "block");
        addFile("buffers.templates.rows.after", "orders");
        addFile("buffers.templates.rows.ends", "early");
        assertThatExceptionOfType(BufferConfigurationException.class)
                .isThrownBy(() -> BufferInstances.of(environment))
                .withMessageContaining("buffers.templates.rows.ends")
                .withMessageContaining("cannot end after another one");
    }

    private static BufferProperties template(BufferInstances instances, String name) {
        return Objects.requireNonNull(instances.template(name)).properties();
    }

    private void addFile(String key, String value) {
        MapPropertySource file =
                (MapPropertySource) environment.getPropertySources().get("file");
        if (file == null) {
            file = new MapPropertySource("file", new LinkedHashMap<>());
            environment.getPropertySources().addLast(file);
        }
        file.getSource().put(key, value);
    }

    private void addVariables(Map<String, Object> variables) {
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    }
}
