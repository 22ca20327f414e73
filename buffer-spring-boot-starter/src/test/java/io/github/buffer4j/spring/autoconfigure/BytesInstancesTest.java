package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.DropListener;
import io.github.buffer4j.spring.BufferCustomizer;
import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.InputStreamResource;

/** The configuration of buffers of bytes. */
@Timeout(120)
class BytesInstancesTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class));

    @Test
    void sizesHaveUnitsOrAreNumbersOfBytes() throws Exception {
        BufferInstances instances = yaml("""
                buffers:
                  instances:
                    export:
                      unit: bytes
                      capacity: 64KB
                      max-capacity: 1MB
                      high-water-mark: 48KB
                      low-water-mark: 16KB
                    plain: { unit: bytes, capacity: 1_000, high-water-mark: 800 }
                    all: { type: growable, unit: bytes, initial-capacity: 2KB, max-capacity: 3000B }
                    usual: { unit: bytes }
                    elements: { capacity: 1_000, high-water-mark: 800, low-water-mark: 7 }
                """);
        BufferProperties export = instances.properties("export");
        assertThat(export.capacityOrDefault().toInt()).isEqualTo(64 * 1024);
        assertThat(export.resizeLimit(BufferUnit.BYTES)).isEqualTo(1024 * 1024);
        assertThat(export.getHighWaterMark()).isEqualTo(new WaterMarkLevel(48 * 1024, BufferUnit.BYTES));
        assertThat(export.getLowWaterMark()).isEqualTo(new WaterMarkLevel(16 * 1024, BufferUnit.BYTES));
        BufferProperties plain = instances.properties("plain");
        assertThat(plain.capacityOrDefault().toInt()).isEqualTo(1000);
        assertThat(plain.getHighWaterMark()).isEqualTo(new WaterMarkLevel(800, BufferUnit.BYTES));
        assertThat(instances.properties("all").initialCapacityOrDefault()).isEqualTo(2048);
        assertThat(instances.properties("all").maxCapacityOrDefault()).isEqualTo(3000);
        assertThat(instances.properties("usual").capacityOrDefault().toInt()).isEqualTo(65_536);
        BufferProperties elements = instances.properties("elements");
        assertThat(elements.capacityOrDefault().toInt()).isEqualTo(1000);
        assertThat(elements.getHighWaterMark()).isEqualTo(WaterMarkLevel.of("800"));
        assertThat(elements.getLowWaterMark()).isEqualTo(WaterMarkLevel.of(7));
    }

    @Test
    void environmentVariablesSetTheUnitAndSizes() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of(
                                "BUFFERS_INSTANCES_EXPORT_UNIT", "BYTES",
                                "BUFFERS_INSTANCES_EXPORT_CAPACITY", "4KB",
                                "BUFFERS_INSTANCES_EXPORT_MAXCAPACITY", "8192")));
        BufferProperties export = BufferInstances.of(environment).properties("export");
        assertThat(export.getUnit()).isEqualTo(BufferUnit.BYTES);
        assertThat(export.capacityOrDefault().toInt()).isEqualTo(4096);
        assertThat(export.resizeLimit(BufferUnit.BYTES)).isEqualTo(8192);
    }

    @Test
    void inheritedNumbersAreForElementsAndInheritedSizesForBytes() {
        BufferInstances numbers = instances(Map.of(
                "buffers.defaults.capacity", "7",
                "buffers.defaults.max-capacity", "70",
                "buffers.defaults.high-water-mark", "6",
                "buffers.instances.orders.tags.a", "1",
                "buffers.instances.export.unit", "bytes"));
        assertThat(numbers.properties("orders").capacityOrDefault().toInt()).isEqualTo(7);
        BufferProperties bytes = numbers.properties("export");
        assertThat(bytes.capacityOrDefault().toInt()).isEqualTo(65_536);
        assertThat(bytes.resizeLimit(BufferUnit.BYTES)).isEqualTo(BufferEntry.DEFAULT_MAX_BYTES);
        assertThat(bytes.getHighWaterMark()).isNull();
        BufferInstances sizes = instances(Map.of(
                "buffers.defaults.capacity", "7KB",
                "buffers.defaults.max-capacity", "70KB",
                "buffers.defaults.high-water-mark", "6KB",
                "buffers.instances.orders.tags.a", "1",
                "buffers.instances.export.unit", "bytes",
                "buffers.instances.small.unit", "bytes",
                "buffers.instances.small.max-capacity", "5"));
        BufferProperties orders = sizes.properties("orders");
        assertThat(orders.capacityOrDefault().toInt()).isEqualTo(1024);
        assertThat(orders.resizeLimit(BufferUnit.ELEMENTS)).isEqualTo(BufferEntry.DEFAULT_MAX_CAPACITY);
        assertThat(orders.getHighWaterMark()).isNull();
        BufferProperties export = sizes.properties("export");
        assertThat(export.capacityOrDefault().toInt()).isEqualTo(7 * 1024);
        assertThat(export.resizeLimit(BufferUnit.BYTES)).isEqualTo(70 * 1024);
        assertThat(export.getHighWaterMark()).isEqualTo(WaterMarkLevel.of("6KB"));
        assertThat(sizes.properties("small").capacityOrDefault().toInt()).isEqualTo(5);
    }

    @Test
    void whatIsForElementsMayBeInherited() {
        runner.withPropertyValues(
                        "buffers.defaults.element-type=java.lang.String",
                        "buffers.defaults.track-age=true",
                        "buffers.defaults.drop-listener=listener",
                        "buffers.defaults.propagate-context=true",
                        "buffers.defaults.health.max-age=1s",
                        "buffers.defaults.listener.batch=5",
                        "buffers.defaults.tags.team=core",
                        "buffers.instances.export.unit=bytes")
                .withBean("listener", DropListener.class, () -> (element, reason) -> {})
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    BytesBuffer export = context.getBean("export", BytesBuffer.class);
                    export.add((byte) 1);
                    assertThat(export.stats().oldestAgeNanos()).isEmpty();
                    BufferEntry entry = context.getBean(BufferRegistry.class).get("export");
                    assertThat(entry.elementType()).isNull();
                    assertThat(entry.health().maxAge()).isNull();
                    assertThat(entry.tags()).containsEntry("team", "core");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            element-type         | java.lang.Byte
            track-age            | false
            drop-listener        | listener
            propagate-context    | true
            health.max-age       | 1s
            executor.concurrency | 2
            listener.batch       | 5
            """)
    void keysForElementsAreRefused(String key, String value) {
        assertRefused(
                "instances.export." + key,
                value,
                "it does not apply to a buffer of bytes",
                "Remove it, or use 'unit: elements' for this buffer.",
                "buffers.instances.export.unit=bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            instances.export.unit | octets | it cannot be converted | Use one of: bytes, elements.
            instances.export.capacity | 64kb | it cannot be converted | with 'unit: bytes' a size such as 64KB
            instances.export.capacity | 0B | it is out of range | Use 1 to 1073741824 bytes.
            instances.export.capacity | -1KB | it is out of range | Use 1 to 1073741824 bytes.
            instances.export.capacity | 2GB | it is out of range | Use 1 to 1073741824 bytes.
            instances.export.capacity | 3000000000 | it is out of range | Use 1 to 1073741824 bytes.
            instances.export.max-capacity | 2TB | it is out of range | Use 1 to 1073741824 bytes.
            instances.export.max-capacity | 9999999999TB | it cannot be converted | a size such as 64KB
            instances.export.initial-capacity | 1KB | not apply to a buffer of type block | use capacity
            instances.export.capacity | 0x1000 | it cannot be converted | a size such as 64KB
            instances.export.capacity | 010 | it cannot be converted | a size such as 64KB
            instances.export.high-water-mark | 48kb | it cannot be converted | a size such as 48KB
            instances.export.high-water-mark | 0x1000 | it cannot be converted | a size such as 48KB
            instances.export.high-water-mark | 2GB | it is out of range | Use 1 to 1073741824 elements or bytes, or 1%
            instances.export.high-water-mark | 3000000000 | it is out of range | Use 1 to 1073741824 elements or bytes
            instances.export.high-water-mark | 0B | it is out of range | Use 1 to 1073741824 elements or bytes, or 1%
            instances.export.low-water-mark | 2GB | it is out of range | Use 0 to 1073741824 elements or bytes, or 0%
            instances.export.low-water-mark | -1B | it is out of range | Use 0 to 1073741824 elements or bytes, or 0%
            instances.export.high-water-mark | 65KB | is above the capacity 65536 | to a number of bytes up to
            instances.export.capacity.value | 5 | the key is unknown | Use one of: after, backend, capacity
            instances.export.high-water-mark.value | 5 | the key is unknown | Use one of: after, backend, capacity
            instances.orders.capacity | 64KB | it is a size in bytes, and the buffer holds elements | 'unit: bytes'
            instances.orders.max-capacity | 64KB | it is a size in bytes, and the buffer holds elements | 'unit: bytes'
            instances.orders.high-water-mark | 4KB | it is a size in bytes, and the buffer holds el | 'unit: bytes'
            templates.orders.capacity | 64KB | it is a size in bytes, and the buffer holds elements | 'unit: bytes'
            defaults.capacity | 2GB | it is out of range | Use 1 to 1073741824 bytes.
            defaults.high-water-mark | 2GB | it is out of range | Use 1 to 1073741824 elements or bytes
            defaults.low-water-mark | 2GB | it is out of range | Use 0 to 1073741824 elements or bytes
            defaults.unit | bytes | the key is unknown | Use one of: backend, capacity, drain
            """)
    void sizesThatDoNotFitAreRefused(String key, String value, String reason, String allowed) {
        assertRefused(key, value, reason, allowed, "buffers.instances.export.unit=bytes");
    }

    @Test
    void aCapacityIsAtMostTheMaximumInBytes() {
        assertRefused(
                "instances.export.capacity",
                "2KB",
                "it is out of range",
                "Use 1 to 1024 bytes.",
                "buffers.instances.export.unit=bytes",
                "buffers.instances.export.max-capacity=1KB");
    }

    @Test
    void waterMarksThatYamlStoresAsLongAreOutOfRange() {
        assertThatThrownBy(() -> yaml("buffers.instances.orders.high-water-mark: 3_000_000_000"))
                .isInstanceOf(BufferConfigurationException.class)
                .hasMessageContaining("it is out of range");
    }

    @Test
    void yamlReadsNumbersInItsOwnWay() throws Exception {
        BufferInstances instances = yaml("""
                buffers.instances:
                  orders: { capacity: 0x1000, high-water-mark: 0x10 }
                  rows: { capacity: 1_000, high-water-mark: 0b11 }
                """);
        assertThat(instances.properties("orders").capacityOrDefault().toInt()).isEqualTo(4096);
        assertThat(instances.properties("orders").getHighWaterMark()).isEqualTo(WaterMarkLevel.of("16"));
        assertThat(instances.properties("rows").capacityOrDefault().toInt()).isEqualTo(1000);
        assertThat(instances.properties("rows").getHighWaterMark()).isEqualTo(WaterMarkLevel.of("3"));
    }

    @Test
    void customizersAreForElements() {
        List<String> calls = new ArrayList<>();
        runner.withPropertyValues("buffers.instances.export.unit=bytes", "buffers.instances.orders.capacity=1")
                .withBean(BufferCustomizer.class, () -> (name, builder) -> calls.add(name))
                .run(context -> {
                    assertThat(context.getBeansOfType(BytesBuffer.class)).containsOnlyKeys("export");
                    assertThat(context.getBeansOfType(Buffer.class)).containsOnlyKeys("orders");
                    assertThat(calls).containsExactly("orders");
                });
    }

    private void assertRefused(String key, String value, String reason, String allowed, String... others) {
        runner.withPropertyValues(others)
                .withPropertyValues("buffers." + key + "=" + value)
                .run(context -> {
                    FailureAnalysis analysis = BufferConfigurationFailureTest.analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("'buffers." + key + "'", "'" + value + "'", reason);
                    assertThat(analysis.getAction()).contains(allowed);
                });
    }

    private static BufferInstances instances(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("test", properties));
        return BufferInstances.of(environment);
    }

    private static BufferInstances yaml(String text) throws Exception {
        StandardEnvironment environment = new StandardEnvironment();
        for (PropertySource<?> source : new YamlPropertySourceLoader()
                .load(
                        "test.yml",
                        new InputStreamResource(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))) {
            environment.getPropertySources().addLast(source);
        }
        return BufferInstances.of(environment);
    }
}
