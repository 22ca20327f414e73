package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferState;
import io.github.buffer4j.spring.SharedBuffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferRedisAutoConfiguration;
import io.github.buffer4j.spring.listener.BufferListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * An application with Spring Boot's own properties for credentials and TLS, whose user has no rights but those of the
 * documentation.
 */
@NeedsRedis
@ExtendWith(OutputCaptureExtension.class)
class SecuredApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static class Store {

        private final List<String> orders = new CopyOnWriteArrayList<>();

        @BufferListener(id = "store", buffer = "orders", batch = "4")
        void store(List<String> batch) {
            orders.addAll(batch);
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    DataRedisAutoConfiguration.class,
                    BufferAutoConfiguration.class,
                    BufferRedisAutoConfiguration.class))
            .withPropertyValues(
                    "spring.data.redis.client-name=shop",
                    "buffers.defaults.backend=redis",
                    "buffers.defaults.element-type=java.lang.String",
                    "buffers.instances.orders.capacity=8");

    @Test
    @SuppressWarnings("unchecked")
    void aBufferHasAllItsOperations(CapturedOutput output) throws Exception {
        try (SecuredServer server = SecuredServer.start()) {
            runner.withBean(Store.class)
                    .withPropertyValues(server.properties())
                    .withPropertyValues(
                            "buffers.instances.mails.capacity=2",
                            "buffers.instances.latest.type=ring",
                            "buffers.instances.latest.capacity=2",
                            "buffers.instances.events.type=growable")
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        handle(context.getBean(Store.class), context.getBean("orders", Buffer.class));
                        change(context.getBean("mails", Buffer.class));
                        Buffer<String> latest = context.getBean("latest", Buffer.class);
                        latest.write(new String[] {"a", "b", "c"});
                        assertThat(latest.snapshot()).containsExactly("b", "c");
                        Buffer<String> events = context.getBean("events", Buffer.class);
                        events.add("a");
                        assertThat(events.peek()).isEqualTo("a");
                        assertThat(((SharedBuffer) events).clientStats().available())
                                .isTrue();
                    });
            assertThat(output).as("a line of ServerCheck, which needs INFO").contains("has no append-only file");
            assertThat(server.server().ask("ACL", "LOG")).as("what was refused").isBlank();
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void aBufferIsOnACluster() throws Exception {
        try (RedisCluster cluster =
                RedisCluster.start(SecuredServer.userOfCluster().toArray(String[]::new))) {
            ApplicationContextRunner application = runner.withBean(Store.class)
                    .withPropertyValues(
                            "spring.data.redis.cluster.nodes=" + String.join(",", cluster.addresses()),
                            "spring.data.redis.username=" + SecuredServer.USER,
                            "spring.data.redis.password=" + SecuredServer.PASSWORD,
                            "buffers.defaults.shared.prefix=" + SecuredServer.PREFIX);
            application.run(context -> {
                assertThat(context).hasNotFailed();
                handle(context.getBean(Store.class), context.getBean("orders", Buffer.class));
            });
            cluster.nodes().forEach(node -> assertThat(node.ask("ACL", "LOG")).isBlank());
            SharedFailureTest.assertRefused(
                    application.withPropertyValues(
                            "spring.data.redis.password=wrong", "buffers.defaults.shared.command-timeout=1h"),
                    "'buffers.defaults.backend' with the value 'redis'",
                    "its server refuses the user or the password: ",
                    "Set spring.data.redis.username and spring.data.redis.password to those of a user of the server.");
        }
    }

    @Test
    void theUserCannotHarmOthers() throws Exception {
        try (SecuredServer server = SecuredServer.start()) {
            for (String command : new String[] {
                "CLIENT KILL TYPE normal",
                "SCRIPT FLUSH",
                "SCRIPT KILL",
                "FUNCTION FLUSH",
                "FLUSHALL",
                "CONFIG GET requirepass",
                "KEYS *",
                "HGETALL {other:orders}:m",
                "PUBLISH {other:orders}:n W",
                "SUBSCRIBE {other:orders}:n"
            }) {
                List<String> dryRun = new ArrayList<>(List.of("ACL", "DRYRUN", SecuredServer.USER));
                dryRun.addAll(List.of(command.split(" ", -1)));
                assertThat(server.server().ask(dryRun.toArray(String[]::new)))
                        .as(command)
                        .contains("no permissions");
            }
        }
    }

    private static void handle(Store store, Buffer<String> orders) throws InterruptedException {
        orders.write(IntStream.range(0, 20).mapToObj(String::valueOf).toArray(String[]::new));
        await("the listener").atMost(PATIENCE).until(() -> store.orders.size() == 20);
        assertThat(((SharedBuffer) orders).clientStats().read()).isEqualTo(20);
        orders.closeWrite();
        assertThat(orders.awaitDrained(PATIENCE)).isTrue();
    }

    private static void change(Buffer<String> mails) throws InterruptedException {
        mails.add("a");
        mails.putBack(List.of(mails.next()));
        assertThat(((SharedBuffer) mails).clientStats().read()).isEqualTo(1);
        assertThat(mails.offer("b")).isTrue();
        assertThat(mails.offer("c")).isFalse();
        mails.resize(3);
        assertThat(mails.offer("c")).isTrue();
        assertThat(mails.discard(1)).isEqualTo(1);
        assertThat(mails.reset()).isEqualTo(2);
        mails.closeWithError(new IllegalStateException("on purpose"));
        assertThat(mails.state()).isEqualTo(BufferState.CLOSED);
        assertThat(mails.error()).hasMessageContaining("on purpose");
    }
}
