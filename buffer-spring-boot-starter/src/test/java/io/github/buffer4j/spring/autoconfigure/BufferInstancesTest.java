package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.WaterMark;
import io.github.buffer4j.spring.HealthOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

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
        assertThat(orders.capacityOrDefault().toInt()).isEqualTo(8);
        assertThat(orders.getElementType()).isEqualTo("java.lang.String");
        assertThat(orders.getDrainTimeout()).isEqualTo(Duration.ofSeconds(3));
        BufferProperties returns = instances.properties("returns");
        assertThat(returns.getType()).isEqualTo(BufferType.BLOCK);
        assertThat(returns.capacityOrDefault().toInt()).isEqualTo(64);
    }

    @Test
    void everythingHasADefault() {
        BufferProperties orders =
                instances(Map.of("buffers.instances.orders", "")).properties("orders");
        assertThat(orders.getType()).isEqualTo(BufferType.BLOCK);
        assertThat(orders.capacityOrDefault().toInt()).isEqualTo(1024);
        assertThat(orders.getMaxCapacity()).isNull();
        assertThat(orders.maxCapacityOrDefault()).isEqualTo(Integer.MAX_VALUE);
        assertThat(orders.getElementType()).isNull();
        assertThat(orders.getDrainTimeout()).isNull();
        assertThat(orders.drainTimeoutOrDefault()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void emptyInstanceHasTheDefaults() {
        BufferInstances instances =
                instances(Map.of("buffers.defaults.capacity", "64", "buffers.instances.orders", ""));
        assertThat(instances.names()).containsExactly("orders");
        assertThat(instances.properties("orders").capacityOrDefault().toInt()).isEqualTo(64);
    }

    @Test
    void aNameThatIsNoInstanceHasTheDefaults() {
        BufferInstances instances = instances(Map.of("buffers.defaults.drain-timeout", "3s"));
        assertThat(instances.properties("declared by the user").getDrainTimeout())
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void initialCapacityNeverExceedsTheMaximumUnlessAsked() {
        BufferInstances instances = instances(
                Map.of("buffers.instances.orders.type", "growable", "buffers.instances.orders.max-capacity", "4"));
        assertThat(instances.properties("orders").initialCapacityOrDefault()).isEqualTo(4);
    }

    @Test
    void theHealthIsInheritedKeyByKey() {
        BufferInstances instances = instances(Map.of(
                "buffers.defaults.health.max-age", "5s",
                "buffers.defaults.health.min-duration", "10s",
                "buffers.instances.orders.health.max-age", "7s",
                "buffers.instances.rows.health", "",
                "buffers.instances.latest.type", "ring"));
        assertThat(instances.properties("orders").getHealth().options())
                .isEqualTo(new HealthOptions(null, Duration.ofSeconds(7), Duration.ofSeconds(10)));
        HealthOptions inherited = new HealthOptions(null, Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(instances.properties("rows").getHealth().options()).isEqualTo(inherited);
        assertThat(instances.properties("latest").getHealth().options()).isEqualTo(inherited);
        assertThat(instances(Map.of()).properties("rows").getHealth().options()).isEqualTo(HealthOptions.DEFAULT);
    }

    @Test
    void aMaximumAgeSwitchesAgesOnUnlessTheInstanceSwitchesThemOff() {
        BufferInstances instances = instances(Map.of(
                "buffers.defaults.health.max-age", "5s",
                "buffers.instances.orders.capacity", "7",
                "buffers.instances.rows.track-age", "false"));
        assertThat(instances.properties("orders").tracksAge()).isTrue();
        assertThat(instances.properties("rows").tracksAge()).isFalse();
        assertThat(instances.properties("rows").getHealth().getMaxAge()).isNull();
        BufferInstances own = instances(Map.of(
                "buffers.defaults.track-age", "false",
                "buffers.instances.orders.health.max-age", "5s",
                "buffers.instances.rows.capacity", "7"));
        assertThat(own.properties("orders").tracksAge()).isTrue();
        assertThat(own.properties("rows").tracksAge()).isFalse();
    }

    @Test
    void aRingMayInheritAnOptionThatDoesNotApply() {
        BufferInstances instances = instances(
                Map.of("buffers.defaults.health.saturated-after", "5s", "buffers.instances.latest.type", "ring"));
        assertThat(instances.properties("latest").getType()).isEqualTo(BufferType.RING);
    }

    @Test
    void waterMarksThatDoNotApplyMayBeInherited() {
        BufferInstances instances = instances(Map.of(
                "buffers.defaults.high-water-mark", "80 %",
                "buffers.defaults.low-water-mark", "70%",
                "buffers.instances.orders.capacity", "7",
                "buffers.instances.rows.high-water-mark", "60%",
                "buffers.instances.parts.high-water-mark", "9",
                "buffers.instances.latest.type", "ring",
                "buffers.instances.all.type", "growable"));
        assertMarks(instances, "orders", "80%", "70%");
        assertMarks(instances, "rows", "60%", null);
        assertMarks(instances, "parts", "9", null);
        assertMarks(instances, "latest", null, "70%");
        assertMarks(instances, "all", null, "70%");
        assertMarks(
                instances(Map.of(
                        "buffers.defaults.high-water-mark", "80",
                        "buffers.instances.few.capacity", "7",
                        "buffers.instances.bounded.type", "growable",
                        "buffers.instances.bounded.max-capacity", "80")),
                "few",
                null,
                null);
    }

    private static void assertMarks(
            BufferInstances instances, String name, @Nullable String high, @Nullable String low) {
        BufferProperties properties = instances.properties(name);
        assertThat(properties.getHighWaterMark()).as(name).isEqualTo(high == null ? null : WaterMarkLevel.of(high));
        assertThat(properties.getLowWaterMark()).as(name).isEqualTo(low == null ? null : WaterMarkLevel.of(low));
    }

    @Test
    void theLowWaterMarkIsHalfTheHighOneUnlessItIsSet() throws Exception {
        BufferInstances instances = instances(Map.of("buffers.instances.orders.high-water-mark", "3"));
        List<WaterMark> told = new ArrayList<>();
        BufferBuilder<String> builder = Buffer.builder();
        instances.properties("orders").applyWaterMarks(builder::waterMarks, builder::waterMarksInPercent, told::add);
        BlockBuffer<String> orders = builder.block(4);
        orders.write(new String[] {"a", "b", "c"});
        orders.next();
        assertThat(told).containsExactly(WaterMark.HIGH);
        orders.next();
        assertThat(told).containsExactly(WaterMark.HIGH, WaterMark.LOW);
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
        assertThat(instances.properties("orders").capacityOrDefault().toInt()).isEqualTo(1024);
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
        assertThat(instances.properties("all").maxCapacityOrDefault()).isEqualTo(9);
        assertThat(instances.properties("latest").capacityOrDefault().toInt()).isEqualTo(8);
    }

    @Test
    void aMaximumLimitsACapacityThatIsInherited() {
        BufferInstances instances = instances(Map.of(
                "buffers.defaults.capacity", "64",
                "buffers.defaults.initial-capacity", "32",
                "buffers.instances.orders.max-capacity", "8",
                "buffers.instances.all.type", "growable",
                "buffers.instances.all.max-capacity", "8"));
        assertThat(instances.properties("orders").capacityOrDefault().toInt()).isEqualTo(8);
        assertThat(instances.properties("all").initialCapacityOrDefault()).isEqualTo(8);
    }

    @Test
    void aMaximumThatIsInheritedGivesWayToALargerCapacity() {
        BufferInstances instances = instances(Map.of(
                "buffers.defaults.max-capacity", "8",
                "buffers.instances.orders.capacity", "64",
                "buffers.instances.returns.capacity", "2"));
        assertThat(instances.properties("orders").capacityOrDefault().toInt()).isEqualTo(64);
        assertThat(instances.properties("orders").getMaxCapacity()).isNull();
        assertThat(instances.properties("returns").resizeLimit(BufferUnit.ELEMENTS))
                .isEqualTo(8);
    }

    @Test
    void theShutdownTimeoutIsFiveSecondsMoreThanTheLongestDrainTimeout() {
        assertThat(instances(Map.of("buffers.instances.orders.drain-timeout", "60s", "buffers.instances.rows", ""))
                        .shutdownTimeout())
                .isEqualTo(Duration.ofSeconds(65));
    }

    @Test
    void theDefaultsCountForTheShutdownTimeoutToo() {
        assertThat(instances(Map.of("buffers.instances.orders.drain-timeout", "1s"))
                        .shutdownTimeout())
                .isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void theShutdownTimeoutCanBeSet() {
        assertThat(instances(Map.of("buffers.shutdown-timeout", "7s", "buffers.instances.orders", ""))
                        .shutdownTimeout())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void tagKeysCanBeDeclaredForBuffersThatAreNoInstances() {
        BufferInstances instances = instances(Map.of(
                "buffers.tag-keys[0]", "tenant",
                "buffers.tag-keys[1]", "zone",
                "buffers.instances.orders.tags.team", "checkout"));
        assertThat(instances.tagKeys()).containsExactly("team", "tenant", "zone");
        assertThat(instances.properties("orders").getTags()).containsOnlyKeys("team");
    }

    private BufferInstances instances(Map<String, Object> properties) {
        environment.getPropertySources().addLast(new MapPropertySource("test", properties));
        return BufferInstances.of(environment);
    }
}
