package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferRedisAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializer;

/** A shared buffer that cannot be there fails the start with an analysis that names the key, the reason and a cure. */
@NeedsRedis
@ExtendWith(OutputCaptureExtension.class)
class SharedFailureTest {

    private static final String BACKEND = "'buffers.instances.orders.backend' with the value 'redis'";

    private final String keys = UUID.randomUUID().toString();
    private final String prefix = "buffers.defaults.shared.prefix=" + keys;
    private final String port = "spring.data.redis.port=" + RedisServer.shared().port();

    private final ApplicationContextRunner withoutConnection = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(BufferAutoConfiguration.class, BufferRedisAutoConfiguration.class))
            .withPropertyValues(
                    port,
                    prefix,
                    "buffers.instances.orders.backend=redis",
                    "buffers.instances.orders.capacity=8",
                    "buffers.instances.orders.element-type=java.lang.String");

    private final ApplicationContextRunner runner =
            withoutConnection.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class));

    static void assertRefused(ApplicationContextRunner runner, String key, String reason, String... cure) {
        runner.run(context -> {
            FailureAnalysis analysis = analysis(Objects.requireNonNull(context.getStartupFailure(), "has started"));
            assertThat(analysis.getDescription()).contains(key).contains(reason);
            assertThat(analysis.getAction()).contains(cure);
        });
    }

    private static FailureAnalysis analysis(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, e) -> {})
                .stream()
                .filter(analyzer -> analyzer.getClass().getName().contains("BufferConfiguration"))
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("not analysed", failure));
    }

    @Test
    void theDependencyIsMissing() {
        assertRefused(
                withoutConnection.withClassLoader(new FilteredClassLoader("org.springframework.data.redis")),
                BACKEND,
                "org.springframework.data:spring-data-redis is not on the class path",
                "Add the dependency org.springframework.boot:spring-boot-starter-data-redis, or use memory.");
    }

    @Test
    void theConnectionFactoryIsMissing() {
        assertRefused(
                withoutConnection,
                BACKEND,
                "there is no RedisConnectionFactory bean",
                "do not exclude DataRedisAutoConfiguration, or declare such a bean.");
    }

    @Test
    void thereAreSeveralConnectionFactories() {
        assertRefused(
                withoutConnection
                        .withBean("one", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
                        .withBean("two", RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class)),
                BACKEND,
                "there are 2 RedisConnectionFactory beans, and none is primary",
                "Annotate one with @Primary, or declare a RedisBuffers bean.");
    }

    @Test
    void theConnectionIsNotOneOfLettuce() {
        assertRefused(
                withoutConnection.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class)),
                BACKEND,
                "and shared buffers need the client Lettuce",
                "Set spring.data.redis.client-type=lettuce");
    }

    @Test
    void theServerDoesNotAnswer() {
        assertRefused(
                runner.withPropertyValues(
                        "spring.data.redis.port=" + RedisServer.freePort(),
                        "buffers.instances.orders.shared.command-timeout=200ms"),
                BACKEND,
                "its server does not answer: ",
                "Start the server, or correct the keys under spring.data.redis.");
    }

    /* A start that waits for another password does so for an hour. */
    private ApplicationContextRunner as(String... credentials) {
        return runner.withPropertyValues("buffers.instances.orders.shared.command-timeout=1h")
                .withPropertyValues(credentials);
    }

    @Test
    void thePasswordIsWrong() {
        assertRefused(
                as("spring.data.redis.username=nobody", "spring.data.redis.password=wrong"),
                BACKEND,
                "its server refuses the user or the password: WRONGPASS",
                "Set spring.data.redis.username and spring.data.redis.password to those of a user of the server.");
    }

    @Test
    void thePasswordIsMissing() throws Exception {
        try (RedisServer server = RedisServer.start()) {
            server.ask("CONFIG", "SET", "requirepass", "secret");
            assertRefused(
                    as("spring.data.redis.port=" + server.port()),
                    BACKEND,
                    "its server refuses the user or the password: NOAUTH",
                    "Set spring.data.redis.username and spring.data.redis.password to those of a user of the server.");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scripts  | +@all -@scripting | ~* | &* | NOPERM this user has no permissions to run the 'evalsha' command
            commands | +@all -hmget      | ~* | &* | can't run this command
            keys     | +@all             | ~a | &* | NOPERM this user has no permissions to access one of the keys
            channels | +@all             | ~* | &a | can't publish to the channel
            signals  | +@all -subscribe  | ~* | &* | NOPERM this user has no permissions to run the 'subscribe'
            """)
    void aRightIsMissing(String user, String commands, String readable, String channels, String reason) {
        List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", user, "on", ">secret", readable, channels));
        words.addAll(List.of(commands.split(" ", -1)));
        RedisServer.shared().ask(words.toArray(String[]::new));
        ApplicationContextRunner poor = as("spring.data.redis.username=" + user, "spring.data.redis.password=secret");
        String cure =
                "the rights of the ACL in docs/shared.md, for keys and channels that begin with '{" + keys + ":'.";
        assertRefused(poor, BACKEND, "its server refuses a command for lack of a right: ", cure);
        assertRefused(poor, BACKEND, reason, cure);
    }

    @Test
    void theVersionOfTheDataIsUnknown() {
        String hash = "{" + keys + ":orders}:m";
        RedisServer.shared().ask("HSET", hash, "v", "99", "g", "a", "s", "O", "k", "block", "c", "8");
        assertRefused(
                runner,
                BACKEND,
                "the buffer on the server cannot be used: ",
                "Let all applications have the same version of this library, and the server be Redis 7 or newer or"
                        + " Valkey, or set another 'shared.prefix'.");
    }

    @Test
    void theCapacityDiffers() {
        runner.run(other -> {
            ApplicationContextRunner nine = runner.withPropertyValues("buffers.instances.orders.capacity=9");
            assertRefused(
                    nine,
                    "'buffers.instances.orders.capacity' with the value '9'",
                    "the buffer on the server has the capacity 8",
                    "Use 8, or let 'shared.on-mismatch' be adopt to use the buffer as it is, or alter to change the"
                            + " capacity for all applications.");
            RedisBuffer<?> orders = other.getBean(RedisBuffer.class);
            nine.withPropertyValues("buffers.instances.orders.shared.on-mismatch=adopt")
                    .run(context -> assertThat(
                                    context.getBean(RedisBuffer.class).capacity())
                            .isEqualTo(8));
            nine.withPropertyValues("buffers.instances.orders.shared.on-mismatch=alter")
                    .run(context -> assertThat(orders.capacity()).isEqualTo(9));
        });
    }

    @Test
    void theMaximumOfAGrowableBufferDiffers() {
        ApplicationContextRunner growable = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataRedisAutoConfiguration.class,
                        BufferAutoConfiguration.class,
                        BufferRedisAutoConfiguration.class))
                .withPropertyValues(
                        port,
                        prefix,
                        "buffers.instances.orders.backend=redis",
                        "buffers.instances.orders.type=growable",
                        "buffers.instances.orders.element-type=java.lang.String");
        growable.run(other -> assertRefused(
                growable.withPropertyValues("buffers.instances.orders.max-capacity=5"),
                "'buffers.instances.orders.max-capacity' with the value '5'",
                "the buffer on the server is not bounded",
                "Remove it, or let 'shared.on-mismatch' be adopt"));
    }

    @Test
    void theTypeDiffers() {
        runner.run(other -> assertRefused(
                runner.withPropertyValues("buffers.instances.orders.type=ring"),
                "'buffers.instances.orders.type' with the value 'ring'",
                "the buffer on the server is of type block",
                "Use block, or let 'shared.on-mismatch' be adopt to use the buffer as it is."));
    }

    @Test
    void theCodecIsUnknown() {
        assertRefused(
                runner.withBean("avro", RedisSerializer.class, () -> RedisSerializer.string())
                        .withPropertyValues("buffers.instances.orders.shared.codec=arvo"),
                "'buffers.instances.orders.shared.codec' with the value 'arvo'",
                "no RedisSerializer bean has this name",
                "Use one of: avro, bytes, json, string.");
    }

    @Test
    void theCodecOfATemplateIsUnknown() {
        assertRefused(
                runner.withPropertyValues(
                        "buffers.templates.tenants.backend=redis", "buffers.templates.tenants.shared.codec=arvo"),
                "'buffers.templates.tenants.shared.codec' with the value 'arvo'",
                "no RedisSerializer bean has this name",
                "Use one of: bytes, json, string.");
    }

    @Test
    void jsonNeedsTheTypeOfTheElements() {
        assertRefused(
                runner.withPropertyValues("buffers.instances.rows.backend=redis"),
                "'buffers.instances.rows.shared.codec'",
                "json needs the element-type of the buffer, which is not set",
                "Set element-type, or use string, bytes or the name of a RedisSerializer bean.");
    }

    @Test
    void jsonNeedsJackson() {
        assertRefused(
                runner.withClassLoader(new FilteredClassLoader("tools.jackson")),
                "'buffers.instances.orders.shared.codec'",
                "json needs tools.jackson.core:jackson-databind, which is not on the class path",
                "Add the dependency org.springframework.boot:spring-boot-starter-jackson, or use string, bytes");
    }

    @Test
    void aCodecDoesNotFitTheElements() {
        assertRefused(
                runner.withPropertyValues("buffers.instances.orders.shared.codec=bytes"),
                "'buffers.instances.orders.shared.codec' with the value 'bytes'",
                "the element-type is java.lang.String, and not byte[]",
                "Use json, the name of a RedisSerializer bean, or another element-type.");
    }

    @Test
    void theInjectionPointIsOfAClass(CapturedOutput output) {
        assertThat(run(ByClass.class)).isFalse();
        assertThat(output)
                .contains("Parameter 0 of method user in " + ByClass.class.getName()
                        + " required a BlockBuffer<java.lang.String>, but no buffer matches.")
                .contains("- orders: RedisBuffer<java.lang.String>")
                .contains("Shared buffers have no class of a kind: inject orders as Buffer, BufferWriter or"
                        + " BufferReader");
    }

    @Test
    void aNamedBeanIsNoneOfTheClass(CapturedOutput output) {
        assertThat(run(ByName.class)).isFalse();
        assertThat(output)
                .contains("required the bean 'orders' as a BlockBuffer, but it is a RedisBuffer")
                .contains("The buffer is shared: inject Buffer, BufferWriter or BufferReader.");
    }

    private boolean run(Class<?> application) {
        SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(WebApplicationType.NONE);
        try {
            builder.run(
                            "--" + port,
                            "--" + prefix,
                            "--buffers.instances.orders.backend=redis",
                            "--buffers.instances.orders.element-type=java.lang.String")
                    .close();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataRedisAutoConfiguration.class,
        BufferAutoConfiguration.class,
        BufferRedisAutoConfiguration.class
    })
    static class Base {}

    static class ByClass extends Base {

        @Bean
        static Object user(BlockBuffer<String> orders) {
            return "";
        }
    }

    static class ByName extends Base {

        @Bean
        static Object user(BeanFactory beans) {
            return beans.getBean("orders", BlockBuffer.class);
        }
    }
}
