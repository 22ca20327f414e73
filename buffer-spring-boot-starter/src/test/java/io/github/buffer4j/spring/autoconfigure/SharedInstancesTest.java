package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

/** The configuration of shared buffers: what is inherited, and what is refused. */
class SharedInstancesTest {

    private static BufferInstances instances(String... properties) {
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of(properties).applyTo(environment);
        return BufferInstances.of(environment);
    }

    private static void assertRefused(String message, String allowed, String... properties) {
        assertThatExceptionOfType(BufferConfigurationException.class)
                .isThrownBy(() -> instances(properties))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.allowed()).contains(allowed));
    }

    @Test
    void aBufferIsInMemoryUnlessItIsToldOtherwise() {
        BufferProperties orders =
                instances("buffers.instances.orders.capacity=1").properties("orders");
        assertThat(orders.getBackend()).isEqualTo(BufferBackend.MEMORY);
        assertThat(orders.onServer()).isFalse();
    }

    @Test
    void optionsAreInheritedAndOverridden() {
        BufferInstances instances = instances(
                "buffers.defaults.backend=redis",
                "buffers.defaults.shared.prefix=shop",
                "buffers.defaults.shared.lease=10s",
                "buffers.instances.orders.shared.lease=20s",
                "buffers.instances.orders.shared.max-element-size=64KB",
                "buffers.instances.orders.shared.on-shutdown=close-write",
                "buffers.instances.rows.backend=memory");
        SharedProperties orders = instances.properties("orders").getShared();
        assertThat(instances.properties("orders").onServer()).isTrue();
        assertThat(orders.getPrefix()).isEqualTo("shop");
        assertThat(orders.getLease()).isEqualTo(Duration.ofSeconds(20));
        assertThat(orders.getMaxElementSize()).isEqualTo(DataSize.ofKilobytes(64));
        assertThat(orders.getOnShutdown()).isEqualTo(OnShutdown.CLOSE_WRITE);
        assertThat(instances.properties("rows").onServer()).isFalse();
    }

    @Test
    void aTemplateMayBeShared() {
        BufferDeclaration template =
                instances("buffers.templates.tenants.backend=redis").template("tenants");
        assertThat(template)
                .isNotNull()
                .satisfies(found -> assertThat(found.properties().onServer()).isTrue());
    }

    @Test
    void inheritedPropertiesThatDoNotApplyAreIgnored() {
        BufferProperties orders = instances(
                        "buffers.defaults.track-age=true",
                        "buffers.defaults.residence=true",
                        "buffers.defaults.drop-listener=nobody",
                        "buffers.defaults.propagate-context=true",
                        "buffers.defaults.high-water-mark=80%",
                        "buffers.defaults.low-water-mark=40%",
                        "buffers.defaults.initial-capacity=4",
                        "buffers.defaults.health.max-age=5s",
                        "buffers.instances.orders.backend=redis")
                .properties("orders");
        assertThat(orders.tracksAge()).isFalse();
        assertThat(orders.isResidence()).isFalse();
        assertThat(orders.getDropListener()).isNull();
        assertThat(orders.propagatesContext()).isFalse();
        assertThat(orders.getHighWaterMark()).isNull();
        assertThat(orders.getLowWaterMark()).isNull();
        assertThat(orders.getInitialCapacity()).isNull();
        assertThat(orders.getHealth().getMaxAge()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            track-age            | true  | it does not apply to a shared buffer: the server does not know when
            drop-listener        | drops | it does not apply to a shared buffer: elements may be dropped in another
            propagate-context    | true  | it does not apply to a shared buffer: a context cannot leave its JVM
            high-water-mark      | 80%   | it does not apply to a shared buffer: its size changes without
            low-water-mark       | 40%   | it does not apply to a shared buffer: its size changes without
            initial-capacity     | 4     | it does not apply to a shared buffer: the server allocates the storage
            executor.concurrency | 4     | it does not apply to a shared buffer: a task cannot leave its JVM
            health.max-age       | 5s    | it does not apply to a shared buffer: the server does not know when
            after                | rows  | it does not apply to a shared buffer: it is detached after all others
            residence            | true  | it does not apply to a shared buffer: its elements may be read by another
            ends                 | early | it does not apply to a shared buffer: the shutdown of one application
            unit                 | bytes | a shared buffer holds elements
            """)
    void ownPropertiesThatDoNotApplyAreRefused(String key, String value, String reason) {
        String full = "buffers.instances.orders." + key;
        assertRefused(
                "'" + full + "' with the value '" + value + "'",
                "or use 'backend: memory' for this buffer.",
                "buffers.instances.orders.backend=redis",
                "buffers.instances.rows.capacity=1",
                full + "=" + value);
        assertRefused(reason, "", "buffers.instances.orders.backend=redis", full + "=" + value);
    }

    @Test
    void optionsOfASharedBufferAreRefusedInMemory() {
        assertRefused(
                "'buffers.instances.orders.shared.lease' with the value '20s'",
                "Remove it, or use 'backend: redis' for this buffer.",
                "buffers.instances.orders.shared.lease=20s");
    }

    @Test
    void aTestPutsASharedBufferIntoMemoryByOneProperty() {
        BufferInstances instances =
                instances("buffers.instances.orders.shared.lease=20s", "buffers.instances.orders.backend=memory");
        assertThat(instances.properties("orders").onServer()).isFalse();
    }

    @Test
    void anOwnValueThatChangesNothingIsAllowed() {
        BufferInstances instances = instances(
                "buffers.instances.orders.backend=redis",
                "buffers.instances.orders.residence=false",
                "buffers.instances.orders.ends=late",
                "buffers.instances.orders.unit=elements");
        assertThat(instances.names()).containsExactly("orders");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prefix           | a b    | contains other characters | Use 1 to 100 ASCII letters, digits
            prefix           | {a}    | contains other characters | Use 1 to 100 ASCII letters, digits
            command-timeout  | 99ms   | it is out of range        | Use 100ms to 1h.
            command-timeout  | 2h     | it is out of range        | Use 100ms to 1h.
            lease            | 999ms  | it is out of range        | Use 1s to 1d.
            lease            | 25h    | it is out of range        | Use 1s to 1d.
            safety-look      | -1s    | it is out of range        | Use 100ms to 1h, or 0s for never.
            safety-look      | 1ms    | it is out of range        | Use 100ms to 1h, or 0s for never.
            max-element-size | 0B     | it is out of range        | Use 1B to 256MB.
            max-element-size | 257MB  | it is out of range        | Use 1B to 256MB.
            max-element-size | much   | it cannot be converted    | Use a size such as 1MB or 64KB.
            on-mismatch      | ignore | it cannot be converted    | Use one of: adopt, alter, fail.
            on-shutdown      | close  | it cannot be converted    | Use one of: close-write, detach.
            lese             | 1s     | the key is unknown        | Use one of: codec, command-timeout, lease
            """)
    void valuesOutOfRangeAreRefused(String key, String value, String reason, String allowed) {
        for (String place : new String[] {"defaults", "instances.orders", "templates.orders"}) {
            String full = "buffers." + place + ".shared." + key;
            assertRefused(
                    "'" + full + "' with the value '" + value + "'",
                    allowed,
                    "buffers.defaults.backend=redis",
                    full + "=" + value);
            assertRefused(reason, allowed, "buffers.defaults.backend=redis", full + "=" + value);
        }
    }

    @Test
    void theLimitsAreAllowed() {
        BufferInstances instances = instances(
                "buffers.defaults.backend=redis",
                "buffers.instances.least.shared.command-timeout=100ms",
                "buffers.instances.least.shared.lease=1s",
                "buffers.instances.least.shared.safety-look=0s",
                "buffers.instances.least.shared.max-element-size=1B",
                "buffers.instances.most.shared.prefix=shop.eu_1-test",
                "buffers.instances.most.shared.command-timeout=1h",
                "buffers.instances.most.shared.lease=1d",
                "buffers.instances.most.shared.safety-look=1h",
                "buffers.instances.most.shared.max-element-size=256MB");
        assertThat(instances.names()).hasSize(2);
    }

    @Test
    void optionsOfALocalBufferAreRefused() {
        assertRefused(
                "'buffers.instances.orders.shared.lease' with the value '5s'",
                "Remove it, or use 'backend: redis' for this buffer.",
                "buffers.instances.orders.shared.lease=5s");
    }

    @Test
    void noBufferEndsAfterASharedOne() {
        assertRefused(
                "the buffer 'orders' is shared, and is detached after all others have ended",
                "Remove it.",
                "buffers.instances.orders.backend=redis",
                "buffers.instances.rows.after=orders");
    }

    @Test
    void anUnknownBackendIsRefused() {
        assertRefused(
                "'buffers.instances.orders.backend' with the value 'kafka'",
                "Use one of: memory, redis.",
                "buffers.instances.orders.backend=kafka");
    }
}
