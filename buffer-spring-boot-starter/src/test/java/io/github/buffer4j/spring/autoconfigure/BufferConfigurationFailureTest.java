package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Invalid configuration fails the startup with an analysis that names the key, the value and the allowed values. */
class BufferConfigurationFailureTest {

    private static final String KEYS = "backend, capacity, drain-timeout, drop-listener, element-type, health,"
            + " high-water-mark, initial-capacity, listener, low-water-mark, max-capacity, propagate-context,"
            + " residence, shared, stalled-after, tags, track-age, type";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            instances.orders.capcity | 5 | the key is unknown | Use one of: after, backend, capacity, drain
            defaults.capcity | 5 | the key is unknown | Use one of: backend, capacity, drain
            instance.orders.capacity        | 5       | the key is unknown | Use one of: defaults, enabled, events,
            instances.orders.type | blok | it cannot be converted | Use one of: block, growable, ring.
            instances.orders.capacity       | many    | it cannot be converted            | Use an integer
            instances.orders.capacity       | 0       | it is out of range           | Use 1 to 1073741824.
            instances.orders.capacity       | -1      | it is out of range           | Use 1 to 1073741824.
            instances.orders.capacity       | 1073741825 | it is out of range        | Use 1 to 1073741824.
            defaults.capacity               | 0       | it is out of range           | Use 1 to 1073741824.
            defaults.max-capacity           | 0       | it is out of range           | Use 1 to 1073741824.
            instances.orders.max-capacity   | 0       | it is out of range           | Use 1 to 1073741824.
            instances.orders.initial-capacity | 5 | not apply to a buffer of type block | use capacity, max-capacity
            instances.orders.drain-timeout  | soon    | it cannot be converted            | Use a duration such as 20s
            instances.orders.drain-timeout  | -5s     | it is negative               | Use a duration of 0s or more
            instances.orders.stalled-after  | 0s      | it is not positive           | Use a duration such as 30s
            instances.orders.health.saturated-after | 0s | it is not positive | Use a duration such as 30s
            instances.orders.health.saturated-after | -1s | it is not positive | Use a duration such as 30s
            instances.orders.health.saturated-after | soon | it cannot be converted | Use a duration such as 20s
            instances.orders.health.max-age | 0s      | it is not positive | Use a duration such as 30s, more than 0s.
            instances.orders.health.max-age | ''      | it has no value              | Set a value, or remove it.
            instances.orders.health.min-duration | -1s | it is negative | Use a duration of 0s or more
            instances.orders.health.age | 1s | the key is unknown | Use one of: max-age, min-duration, saturated
            instances.orders.health | 5 | it cannot be converted | Use a map with the keys max-age, min-duration
            instances.orders.high-water-mark | 101% | it cannot be converted | Use a number of elements such as 800, or
            instances.orders.high-water-mark | -1 | it is out of range | Use 1 to 1073741824 elements or
            instances.orders.high-water-mark | most | it cannot be converted | Use a number of elements such as 800, or
            instances.orders.high-water-mark | 1073741825 | it is out of range | Use 1 to 1073741824 elements
            instances.orders.high-water-mark | 0% | it is out of range | Use 1 to 1073741824 elements or bytes, or 1%
            instances.orders.high-water-mark | 1025 | is above the capacity 1024 | a number of elements up to the
            instances.orders.low-water-mark | 10% | it has no effect without a high-water-mark | or set high-water-mark
            defaults.high-water-mark | 0 | it is out of range | Use 1 to 1073741824 elements or bytes, or 1%
            events.history | 0 | it is out of range | Use 1 to 100000.
            events.history | 100001 | it is out of range | Use 1 to 100000.
            events.history | many | it cannot be converted | Use an integer, 1 or more.
            events.size | 5 | the key is unknown | Use one of: history.
            defaults.health.max-age         | -1s     | it is not positive | Use a duration such as 30s, more than 0s.
            defaults.health.min-duration    | -1s     | it is negative               | Use a duration of 0s or more
            defaults.health.age | 1s | the key is unknown | Use one of: max-age, min-duration, saturated-after.
            instances.orders.ends           | soon    | it cannot be converted            | Use one of: early, late.
            defaults.ends | early | the key is unknown | Use one of: backend, capacity, drain
            defaults.after | orders | the key is unknown | Use one of: backend, capacity, drain
            enabled                         | perhaps | it cannot be converted            | Use true or false.
            shutdown-timeout                | -1s     | it is negative               | Use a duration of 0s or more.
            tag-keys | a,Name | cannot be the key of a tag | any key except cause, name, operation
            instances.orders.track-age      | perhaps | it cannot be converted            | Use true or false.
            instances.orders.tags           | blue    | it cannot be converted            | Use a map
            instances.orders.tags.name | x | reserved for the meters | except cause, name, operation, reason, type
            instances.orders.tags.cause | x | reserved for the meters | except cause, name, operation, reason, type
            instances.orders.tags.Team      | ''      | a tag needs a value          | Set a value
            instances.my.orders.capacity | 5 | the key is unknown | Use one of: after, backend, capacity
            instances.orders.tags.NAME | x | reserved for the meters | except cause, name, operation, reason, type
            instances.orders.type           | ''      | it has no value              | Set a value, or remove it.
            instances.orders.drain-timeout  | ''      | it has no value              | Set a value, or remove it.
            instances.orderEvents.capacity  | 0       | it is out of range           | Use 1 to 1073741824.
            instances | 5 | it cannot be converted | Use a map of names to values.
            instances.orders | 5 | it cannot be converted | Use a map with the keys after, backend, capacity
            instances.orders.element-type   | com.acme.Order | no such class exists | Use the full name of a class
            instances.orders.element-type   | int     | no such class exists        | Use the full name of a class
            listeners | 5 | it cannot be converted | Use a map of names to values.
            listeners.store | 5 | it cannot be converted | Use a map with the keys batch, concurrency
            listeners.store.batc | 5 | the key is unknown | Use one of: batch, concurrency, dead-letter
            listeners.store.retry.times | 5 | the key is unknown | Use one of: delay, exception-excludes
            listeners.store.concurrency | many | it cannot be converted | Use an integer, 1 or more.
            listeners.store.concurrency | 0 | it is out of range | Use 1 or more.
            listeners.store.batch | 0 | it is out of range | Use 1 or more.
            listeners.store.in-flight | -1 | it is out of range | Use 1 or more.
            listeners.store.linger | -1s | it is negative | Use a duration of 0s or more.
            listeners.store.stop-timeout | -1s | it is negative | Use a duration of 0s or more.
            listeners.store.start | soon | it cannot be converted | manual, ready, refresh, started.
            listeners.store.on-failure | panic | it cannot be converted | close, dead-letter, discard, stop.
            listeners.store.threads | green | it cannot be converted | auto, platform, virtual.
            listeners.store.observe | perhaps | it cannot be converted | Use true or false.
            listeners.store.retry.max-retries | many | it cannot be converted | Use an integer, 0 or more.
            listeners.store.retry.max-retries | -1 | it is negative | 0 for a single try.
            listeners.store.retry.delay | -1s | it is negative | Use a duration of 0s or more.
            listeners.store.retry.jitter | -1s | it is negative | Use a duration of 0s or more.
            listeners.store.retry.multiplier | 0.5 | it is less than 1 | Use 1 or more.
            listeners.store.retry.multiplier | x | it cannot be converted | Use a number, 1 or more.
            listeners.store.retry.max-delay | 0s | it is not positive | more than 0s.
            listeners.store.retry.exception-includes | com.acme.No | it cannot be converted | Use
            listeners.store.retry.exception-excludes | java.lang.String | not all classes are exceptions | commas.
            listeners.store.concurrency | '' | it has no value | Set a value, or remove it.
            defaults.listener.concurrency | 0 | it is out of range | Use 1 or more.
            defaults.listener.batc | 5 | the key is unknown | Use one of: batch, concurrency, dead-letter
            instances.orders.listener.linger | -1s | it is negative | Use a duration of 0s or more.
            instances.orders.listener.lingr | 1s | the key is unknown | Use one of: batch, concurrency
            instances.orders.listener.retry.times | 5 | the key is unknown | Use one of: delay, exception-excludes
            instances.orders.listener | 5 | it cannot be converted | Use a map with the keys batch, concurrency
            templates.orders.capcity | 5 | the key is unknown | Use one of: after, backend, capacity, drain
            templates.orders.health.age | 1s | the key is unknown | Use one of: max-age, min-duration, saturated
            templates.orders.capacity       | 0       | it is out of range           | Use 1 to 1073741824.
            templates.orderEvents.capacity  | 0       | it is out of range           | Use 1 to 1073741824.
            templates.orders.initial-capacity | 5 | not apply to a buffer of type block | use capacity, max-capacity
            templates.orders.ends           | soon    | it cannot be converted            | Use one of: early, late.
            templates.orders.element-type   | com.acme.Order | no such class exists | Use the full name of a class
            templates.orders.drop-listener  | nobody  | no DropListener bean         | Use one of:
            templates.orders.after          | nobody  | no buffer is named 'nobody'  | Use one of:
            templates.orders.tags.name | x | reserved for the meters | except cause, name, operation, reason, type
            templates.orders.executor.concurrency | 5 | an executor is a bean | Remove it, or create a Buffer
            templates.orders.listener.batch | 5 | it does not apply to a template | options of the ListenerSpec
            templates.orders                | 5       | it cannot be converted | Use a map with the keys after
            templates | 5 | it cannot be converted | Use a map of names to values.
            instances.orders.drop-listener  | nobody  | no DropListener bean         | Use one of:
            """)
    void namesTheKeyTheValueAndWhatIsAllowed(String key, String value, String reason, String allowed) {
        assertRefused(runner, "buffers." + key, value, reason, allowed, "buffers." + key + "=" + value);
    }

    @Test
    void anUnknownKeyIsReportedWithAllKnownKeys() {
        assertRefused(
                runner,
                "buffers.defaults.x",
                "1",
                "the key is unknown",
                "Use one of: " + KEYS + ".",
                "buffers.defaults.x=1");
    }

    @Test
    void aCapacityDoesNotFitAGrowableBuffer() {
        assertRefused(
                runner,
                "buffers.instances.all.capacity",
                "5",
                "not apply to a buffer of type growable",
                "use initial-capacity, max-capacity",
                "buffers.instances.all.type=growable",
                "buffers.instances.all.capacity=5");
    }

    @Test
    void aRingBufferIsNeverSaturated() {
        assertRefused(
                runner,
                "buffers.instances.latest.health.saturated-after",
                "5s",
                "it does not apply to a buffer of type ring",
                "Remove it, or use another type.",
                "buffers.instances.latest.type=ring",
                "buffers.instances.latest.health.saturated-after=5s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "instances.orders"})
    void theLowWaterMarkIsBelowTheHighOneAndInTheSameUnit(String where) {
        for (String low : new String[] {"80%", "81%", "5"}) {
            assertRefused(
                    runner,
                    "buffers." + where + ".low-water-mark",
                    low,
                    "it is not below the high-water-mark '80%'",
                    "Use a lower level, in the same unit: elements, bytes or percent.",
                    "buffers." + where + ".high-water-mark=80%",
                    "buffers." + where + ".low-water-mark=" + low);
        }
    }

    @Test
    void waterMarksNeedACapacityThatIsNotOverwritten() {
        assertRefused(
                runner,
                "buffers.instances.latest.high-water-mark",
                "80%",
                "it does not apply to a buffer of type ring",
                "Remove it, or use another type.",
                "buffers.instances.latest.type=ring",
                "buffers.instances.latest.high-water-mark=80%");
        assertRefused(
                runner,
                "buffers.instances.all.low-water-mark",
                "40%",
                "a growable buffer without max-capacity has no capacity to be a percentage of",
                "Remove it",
                "buffers.defaults.high-water-mark=80%",
                "buffers.instances.all.type=growable",
                "buffers.instances.all.low-water-mark=40%");
        assertRefused(
                runner,
                "buffers.instances.all.high-water-mark",
                "80%",
                "a growable buffer without max-capacity has no capacity to be a percentage of",
                "Remove it",
                "buffers.instances.all.type=growable",
                "buffers.instances.all.high-water-mark=80%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "instances.orders"})
    void aMaximumAgeNeedsAges(String where) {
        assertRefused(
                runner,
                "buffers." + where + ".track-age",
                "false",
                "health.max-age needs it",
                "Use true, or remove it, or remove health.max-age.",
                "buffers." + where + ".track-age=false",
                "buffers." + where + ".health.max-age=5s");
    }

    @Test
    void anInitialCapacityIsAtMostTheMaximum() {
        assertRefused(
                runner,
                "buffers.instances.all.initial-capacity",
                "9",
                "it is out of range",
                "Use 1 to 8.",
                "buffers.instances.all.type=growable",
                "buffers.instances.all.max-capacity=8",
                "buffers.instances.all.initial-capacity=9");
    }

    @Test
    void aCapacityIsAtMostTheMaximumThatStandsBesideIt() {
        assertRefused(
                runner,
                "buffers.instances.orders.capacity",
                "9",
                "it is out of range",
                "Use 1 to 8.",
                "buffers.instances.orders.max-capacity=8",
                "buffers.instances.orders.capacity=9");
    }

    @Test
    void anInvalidDefaultIsReportedWithItsOwnKey() {
        assertRefused(
                runner,
                "buffers.defaults.element-type",
                "com.acme.Order",
                "no such class",
                "Use the full name",
                "buffers.defaults.element-type=com.acme.Order",
                "buffers.instances.orders.capacity=5");
    }

    @Test
    void anEmptyInstanceDoesNotHideAnInvalidDefault() {
        assertRefused(
                runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("BUFFERS_INSTANCES_ORDERS_CAPACITY", "many")))),
                "buffers.instances.orders.capacity",
                "many",
                "it cannot be converted",
                "Use an integer",
                "buffers.instances.orders=");
    }

    @Test
    void aNameThatABeanOfTheApplicationHasIsRefused() {
        assertRefused(
                runner.withBean("orders", String.class, () -> ""),
                "buffers.instances.orders",
                "",
                "a bean of this name already exists, of type class java.lang.String",
                "another name",
                "buffers.instances.orders.capacity=1");
    }

    @Test
    void aNameThatABeanOfAnotherAutoConfigurationHasIsRefused() {
        assertRefused(
                runner.withConfiguration(AutoConfigurations.of(LateAutoConfiguration.class)),
                "buffers.instances.late",
                "",
                "a bean of this name already exists",
                "another name",
                "buffers.instances.late.capacity=1");
    }

    @Test
    void aNameThatSpringItselfUsesIsRefused() {
        assertRefused(
                runner,
                "buffers.instances.environment",
                "",
                "a bean of this name already exists",
                "another name",
                "buffers.instances.environment.capacity=1");
    }

    @Test
    void aBufferOfTheApplicationMayHaveTheNameOfAnInstance() {
        runner.withBean("orders", BufferWriter.class, () -> new BlockBuffer<>(7))
                .withPropertyValues("buffers.instances.orders.capacity=1")
                .run(context -> assertThat(
                                context.getBean("orders", Buffer.class).capacity())
                        .isEqualTo(7));
    }

    @ParameterizedTest
    @CsvSource({"capacity, 0", "drop-listener, nobody", "element-type, com.acme.Order"})
    void anInvalidValueFailsTheStartupEvenIfTheBeanIsLazy(String key, String value) {
        assertRefused(
                runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor())),
                "buffers.instances.orders." + key,
                value,
                "",
                "Use",
                "buffers.instances.orders." + key + "=" + value);
    }

    private static void assertRefused(
            ApplicationContextRunner runner,
            String key,
            String value,
            String reason,
            String allowed,
            String... properties) {
        runner.withPropertyValues(properties).run(context -> {
            FailureAnalysis analysis = analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .contains("'" + key + "'")
                    .contains(value.isEmpty() ? "" : "'" + value + "'")
                    .contains(reason);
            assertThat(analysis.getAction()).contains(allowed);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"defaults", "instances.orders"})
    void propagationWithoutItsLibraryFailsTheStartup(String where) {
        assertRefused(
                runner.withClassLoader(new FilteredClassLoader("io.micrometer.context")),
                "buffers." + where + ".propagate-context",
                "true",
                "io.micrometer:context-propagation is not on the class path",
                "Add this dependency",
                "buffers." + where + ".propagate-context=true");
    }

    static FailureAnalysis analysis(@Nullable Throwable startupFailure) {
        Throwable failure = Objects.requireNonNull(startupFailure, "the start should have failed");
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, e) -> {})
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(analysis -> analysis != null && analysis.getCause() instanceof BufferConfigurationException)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not analysed", failure));
    }

    @AutoConfiguration
    static class LateAutoConfiguration {

        @Bean
        String late() {
            return "";
        }
    }
}
