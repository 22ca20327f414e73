package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferReader;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.LeasingReader;
import io.github.buffer4j.spring.SharedBuffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferRedisAutoConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.serializer.RedisSerializer;

/** Instances with {@code backend: redis} in application contexts. */
@NeedsRedis
class SharedInstancesRedisTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataRedisAutoConfiguration.class,
                    BufferAutoConfiguration.class,
                    BufferRedisAutoConfiguration.class))
            .withPropertyValues(
                    "spring.data.redis.port=" + RedisServer.shared().port(),
                    "buffers.defaults.shared.prefix=" + UUID.randomUUID(),
                    "buffers.instances.orders.backend=redis",
                    "buffers.instances.orders.capacity=8",
                    "buffers.instances.orders.element-type=" + Order.class.getName());

    record Order(int number, List<String> items) {}

    record User(
            Buffer<Order> orders,
            BufferWriter<Order> writer,
            BufferReader<Order> reader,
            LeasingReader<Order> leasing,
            SharedBuffer shared,
            RedisBuffer<Order> client) {}

    @SuppressWarnings("unchecked")
    private static Buffer<Object> buffer(ApplicationContext context, String name) {
        return context.getBean(name, Buffer.class);
    }

    @Test
    void isInjectedAsItsInterfaces() {
        runner.withBean("early", User.class).run(context -> {
            User user = context.getBean(User.class);
            Order order = new Order(7, List.of("tea"));
            user.writer().add(order);
            assertThat(user.orders().size()).isEqualTo(1);
            assertThat(user.reader().next()).isEqualTo(order);
            assertThat(user.shared())
                    .isSameAs(user.orders())
                    .isSameAs(user.leasing())
                    .isSameAs(user.client());
            assertThat(context.getBean(BufferRegistry.class).get("orders").isShared())
                    .isTrue();
        });
    }

    @Test
    void whatIsInItStaysWhenTheApplicationStops() {
        runner.run(context -> {
            Buffer<Object> orders = buffer(context, "orders");
            orders.add(new Order(1, List.of()));
            context.close();
            assertThat(orders.state()).isEqualTo(BufferState.CLOSED);
        });
        runner.run(context -> assertThat(buffer(context, "orders").next()).isEqualTo(new Order(1, List.of())));
    }

    @Test
    void aShutdownThatClosesForWritingEndsItForTheOthers() {
        ApplicationContextRunner closing =
                runner.withPropertyValues("buffers.instances.orders.shared.on-shutdown=close-write");
        runner.run(other -> {
            closing.run(context -> buffer(context, "orders").add(new Order(1, List.of())));
            assertThat(buffer(other, "orders").state()).isEqualTo(BufferState.DRAINING);
            assertThat(buffer(other, "orders").next()).isEqualTo(new Order(1, List.of()));
            assertThat(buffer(other, "orders").next()).isNull();
        });
    }

    @Test
    void aStartThatFailsLeavesItAsItWas() {
        runner.run(other -> {
            buffer(other, "orders").add(new Order(1, List.of()));
            runner.withPropertyValues("buffers.instances.orders.shared.on-shutdown=close-write")
                    .withBean("broken", Object.class, () -> {
                        throw new IllegalStateException("broken on purpose");
                    })
                    .run(context -> assertThat(context).hasFailed());
            assertThat(buffer(other, "orders").state()).isEqualTo(BufferState.OPEN);
            assertThat(buffer(other, "orders").size()).isEqualTo(1);
        });
    }

    @Test
    void aTemplateCreatesClients() {
        runner.withPropertyValues(
                        "buffers.templates.tenants.backend=redis",
                        "buffers.templates.tenants.type=ring",
                        "buffers.templates.tenants.capacity=2",
                        "buffers.templates.tenants.shared.codec=string")
                .run(context -> {
                    BufferRegistry registry = context.getBean(BufferRegistry.class);
                    Buffer<String> first = registry.create("tenant-1", "tenants");
                    first.write(new String[] {"a", "b", "c"});
                    assertThat(first.snapshot()).containsExactly("b", "c");
                    assertThat(registry.get("tenant-1").type()).isEqualTo("ring");
                    assertThat(registry.remove("tenant-1")).isTrue();
                    Buffer<String> second = registry.create("tenant-1", "tenants");
                    assertThat(second.snapshot()).containsExactly("b", "c");
                });
    }

    @Test
    void codecsEncodeTheElements() {
        runner.withBean("reverse", RedisSerializer.class, ReverseSerializer::new)
                .withPropertyValues(
                        "buffers.defaults.backend=redis",
                        "buffers.instances.texts.element-type=java.lang.String",
                        "buffers.instances.texts.shared.codec=string",
                        "buffers.instances.blobs.element-type=byte[]",
                        "buffers.instances.blobs.shared.codec=bytes",
                        "buffers.instances.lists.element-type=java.util.List<java.lang.Integer>",
                        "buffers.instances.lists.type=growable",
                        "buffers.instances.own.shared.codec=reverse")
                .run(context -> {
                    roundTrip(context, "texts", "grün", "grün");
                    roundTrip(context, "blobs", new byte[] {0, -1}, "\0\u00ff");
                    roundTrip(context, "lists", List.of(1, 2), "[1,2]");
                    roundTrip(context, "own", "abc", "cba");
                    roundTrip(context, "orders", new Order(1, List.of("a")), "{\"number\":1,\"items\":[\"a\"]}");
                });
    }

    private static void roundTrip(ApplicationContext context, String name, Object element, String code)
            throws InterruptedException {
        Buffer<Object> buffer = buffer(context, name);
        buffer.add(element);
        String prefix = context.getEnvironment().getProperty("buffers.defaults.shared.prefix", "");
        String stored = RedisServer.shared().ask("LRANGE", "{" + prefix + ":" + name + "}:q", "0", "-1");
        assertThat(stored.strip()).as(name).endsWith(name.equals("blobs") ? "" : code);
        assertThat(buffer.next()).isEqualTo(element);
    }

    private static final class ReverseSerializer implements RedisSerializer<Object> {

        @Override
        public byte[] serialize(@Nullable Object value) {
            return new StringBuilder(String.valueOf(value)).reverse().toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object deserialize(byte @Nullable [] bytes) {
            return new StringBuilder(new String(Objects.requireNonNull(bytes), StandardCharsets.UTF_8))
                    .reverse()
                    .toString();
        }
    }

    @Test
    void anIdleApplicationOnlyHasItsSafetyLooks() {
        runner.withPropertyValues("buffers.instances.orders.shared.safety-look=500ms")
                .run(context -> {
                    Buffer<Object> orders = buffer(context, "orders");
                    Thread reader = new Thread(() -> {
                        try {
                            orders.next();
                        } catch (InterruptedException | BufferDetachedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                    reader.start();
                    SharedBuffer shared = (SharedBuffer) orders;
                    awaitLooks(shared, 1);
                    long before = scripts();
                    long looksBefore = shared.clientStats().safetyLooks();
                    awaitLooks(shared, looksBefore + 6);
                    long looks = shared.clientStats().safetyLooks() - looksBefore;
                    assertThat(scripts() - before)
                            .as("scripts, of which one may be one of the monitor, and one a look to come")
                            .isBetween(looks - 1, looks + 2);
                    assertThat(shared.clientStats().usefulSafetyLooks()).isZero();
                });
    }

    private static void awaitLooks(SharedBuffer shared, long looks) {
        await("safety looks")
                .atMost(Duration.ofSeconds(60))
                .until(() -> shared.clientStats().safetyLooks() >= looks);
    }

    private static long scripts() {
        Map<String, Long> calls = RedisServer.shared().calls();
        return calls.getOrDefault("evalsha", 0L) + calls.getOrDefault("eval", 0L);
    }

    @Test
    void nothingOfItIsThereWhereNoBufferIsShared() {
        runner.withPropertyValues("buffers.instances.orders.backend=memory")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RedisBuffers.class));
    }

    @Test
    void anOwnObjectReplacesThatOfTheAutoConfiguration() {
        runner.withBean("mine", RedisBuffers.class)
                .run(context ->
                        assertThat(context).hasSingleBean(RedisBuffers.class).hasBean("mine"));
    }
}
