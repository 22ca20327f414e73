package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.autoconfigure.BufferAutoConfiguration;
import io.github.buffer4j.spring.autoconfigure.BufferRedisAutoConfiguration;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;
import org.springframework.data.redis.serializer.RedisSerializer;

/** The subscriptions to the signals: each is there, whatever becomes of its connection, and none keeps a caller. */
@NeedsRedis
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class RedisSubscriptionsTest {

    /* Longer than all waits of Buffer4j for one call together, and shorter than all of Lettuce. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final CountDownLatch subscribing = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private RedisServer server;
    private LettuceConnectionFactory connections;
    private RedisBuffers buffers;

    @BeforeEach
    void start() throws IOException {
        server = RedisServer.start();
        connections = RedisServer.started(new LettuceConnectionFactory(
                new RedisStandaloneConfiguration("127.0.0.1", server.port()),
                LettuceClientConfiguration.builder().commandTimeout(LONG).build()));
        buffers = new RedisBuffers(connections);
    }

    @AfterEach
    void stop() {
        release.countDown();
        buffers.stop();
        connections.destroy();
        server.close();
    }

    /** A connection factory whose first subscription waits until it is released. */
    private final class SlowFactory extends LettuceConnectionFactory {

        SlowFactory() {
            super("127.0.0.1", server.port());
        }

        @Override
        protected LettuceConnection doCreateLettuceConnection(
                @Nullable StatefulRedisConnection<byte[], byte[]> shared,
                LettuceConnectionProvider provider,
                long timeout,
                int database) {
            return new LettuceConnection(shared, provider, timeout, database) {

                @Override
                public void subscribe(MessageListener listener, byte[]... channels) {
                    subscribing.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    super.subscribe(listener, channels);
                }
            };
        }
    }

    private static RedisBufferBuilder<String> builder(RedisBuffers owner, String name) {
        return owner.builder(name, RedisSerializer.string()).safetyLook(Duration.ZERO);
    }

    private RedisBuffer<String> attach(String name) {
        return builder(buffers, name).block(16);
    }

    private static <T> FutureTask<T> inThread(String name, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static boolean attaches(String thread) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(thread)
                        && entry.getKey().getState() == Thread.State.TIMED_WAITING)
                .map(Map.Entry::getValue)
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(RedisBuffers.class.getName())
                        && frame.getMethodName().equals("attach"));
    }

    @Test
    void allBuffersReceiveSignalsThatAreAttachedAtTheSameTime() throws Exception {
        LettuceConnectionFactory slow = RedisServer.started(new SlowFactory());
        RedisBuffers owner = new RedisBuffers(slow);
        try {
            FutureTask<RedisBuffer<String>> one =
                    inThread("one", () -> builder(owner, "one").block(16));
            subscribing.await();
            FutureTask<RedisBuffer<String>> two =
                    inThread("two", () -> builder(owner, "two").block(16));
            await("the second to attach").pollInterval(Duration.ofMillis(5)).until(() -> attaches("two"));
            release.countDown();
            assertThat(one.get().channel()).isEqualTo("{buffer4j:one}:n");
            assertThat(two.get().channel()).isEqualTo("{buffer4j:two}:n");
            assertThat(server.ask("PUBSUB", "NUMSUB", "{buffer4j:one}:n", "{buffer4j:two}:n"))
                    .isEqualTo("{buffer4j:one}:n\n1\n{buffer4j:two}:n\n1\n");
        } finally {
            owner.stop();
            slow.destroy();
        }
    }

    @Test
    void anAttachmentDoesNotWaitForLongerThanACommand() {
        attach("orders");
        LettuceConnectionFactory slow = RedisServer.started(new SlowFactory());
        RedisBuffers owner = new RedisBuffers(slow);
        try {
            assertTimeoutPreemptively(
                    PATIENCE,
                    () -> assertThatExceptionOfType(BufferUnavailableException.class)
                            .isThrownBy(() -> builder(owner, "orders")
                                    .commandTimeout(Duration.ofSeconds(5))
                                    .block(16))
                            .withMessage("The signals of the buffer 'orders' cannot be received"));
        } finally {
            release.countDown();
            owner.stop();
            slow.destroy();
        }
    }

    @Test
    void anAttachmentFailsIfTheServerRefusesTheConnection() {
        try (RedisConnection shared = connections.getConnection()) {
            assertThat(shared.ping()).isEqualTo("PONG");
            server.ask("CONFIG", "SET", "maxclients", "1");
            assertTimeoutPreemptively(
                    PATIENCE,
                    () -> assertThatExceptionOfType(BufferUnavailableException.class)
                            .isThrownBy(() -> attach("orders"))
                            .withMessage("The signals of the buffer 'orders' cannot be received")
                            .withStackTraceContaining("max number of clients"));
        }
    }

    @Test
    void aClientThatLeavesDoesNotWaitForAnAbsentServer() throws Exception {
        RedisBuffer<String> first = attach("first");
        attach("second");
        attach("third");
        server.pause();
        try {
            assertTimeoutPreemptively(PATIENCE, first::detach);
        } finally {
            server.resume();
        }
        await("the end of the first subscription")
                .atMost(PATIENCE)
                .until(() -> server.ask("PUBSUB", "NUMSUB", "{buffer4j:first}:n", "{buffer4j:second}:n")
                        .equals("{buffer4j:first}:n\n0\n{buffer4j:second}:n\n1\n"));
    }

    @Test
    void theLastClientThatLeavesEndsTheConnection() {
        RedisBuffer<String> one = attach("orders");
        RedisBuffer<String> two = attach("orders");
        one.detach();
        assertThat(hasSubscriber()).isTrue();
        two.detach();
        await("the end of the connection").atMost(PATIENCE).until(() -> !hasSubscriber());
        attach("orders");
        assertThat(server.ask("PUBSUB", "CHANNELS")).isEqualTo("{buffer4j:orders}:n\n");
    }

    /* The last command of a connection is among its attributes. */
    private boolean hasSubscriber() {
        return server.ask("CLIENT", "LIST").contains("subscribe");
    }

    @Test
    void aNewClientIsNoReconnectOfTheOthers() {
        RedisBuffer<String> one = attach("orders");
        RedisBuffer<String> two = attach("orders");
        assertThat(one.clientStats().reconnects()).isZero();
        assertThat(two.clientStats().reconnects()).isZero();
        server.ask("CLIENT", "KILL", "TYPE", "pubsub");
        await("the new subscription")
                .atMost(PATIENCE)
                .until(() ->
                        one.clientStats().reconnects() > 0 && two.clientStats().reconnects() > 0);
    }

    @Test
    void signalsArriveAfterTheConnectionFactoryHasStoppedAndStarted() throws Exception {
        RedisBuffer<String> orders = attach("orders");
        FutureTask<@Nullable String> reader = inThread("reader", orders::next);
        await("the reader to wait").until(() -> orders.clientStats().readersWaiting() == 1);
        connections.stop();
        connections.start();
        addByAnother("orders", reader);
    }

    @Test
    void signalsArriveAfterTheContextHasPausedAndRestarted() throws Exception {
        contexts().withPropertyValues("buffers.instances.orders.capacity=16").run(context -> {
            RedisBuffer<String> orders = buffer(context, "orders");
            FutureTask<@Nullable String> reader = inThread("reader", orders::next);
            await("the reader to wait").until(() -> orders.clientStats().readersWaiting() == 1);
            ConfigurableApplicationContext pausing = context.getSourceApplicationContext();
            pausing.pause();
            pausing.restart();
            addByAnother("orders", reader);
        });
    }

    /* Adds an element once the subscription is there again. */
    private void addByAnother(String name, FutureTask<@Nullable String> reader) throws Exception {
        await("the subscription")
                .atMost(PATIENCE)
                .until(() -> server.ask("PUBSUB", "NUMSUB", "{buffer4j:" + name + "}:n")
                        .equals("{buffer4j:" + name + "}:n\n1\n"));
        LettuceConnectionFactory others = server.connect();
        RedisBuffers other = new RedisBuffers(others);
        try {
            builder(other, name).block(16).add("a");
            await("the reader").atMost(PATIENCE).until(reader::isDone);
            assertThat(reader.get()).isEqualTo("a");
        } finally {
            other.stop();
            others.destroy();
        }
    }

    @Test
    void aCallWaitsWhileTheConnectionFactoryIsStopped() throws Exception {
        RedisBuffer<String> orders =
                builder(buffers, "orders").commandTimeout(LONG).block(16);
        connections.stop();
        FutureTask<Boolean> writer = inThread("writer", () -> orders.offer("a"));
        assertThatExceptionOfType(BufferUnavailableException.class).isThrownBy(orders::size);
        assertThat(writer.isDone()).isFalse();
        connections.start();
        assertThat(writer.get()).isTrue();
        assertThat(orders.size()).isEqualTo(1);
    }

    @Test
    void aShutdownDoesNotWaitUntilAnAbsentServerHasClosedItsBuffers(CapturedOutput output) throws Exception {
        contexts()
                .withPropertyValues(
                        "buffers.instances.orders.capacity=16",
                        "buffers.instances.mails.capacity=16",
                        "buffers.defaults.shared.on-shutdown=close-write",
                        "buffers.defaults.shared.command-timeout=" + LONG.toSeconds() + "s")
                .run(context -> {
                    server.kill();
                    assertTimeoutPreemptively(PATIENCE, context::close);
                });
        assertThat(output)
                .contains("Shared buffer 'orders' could not be closed for writing")
                .contains("Shared buffer 'mails' could not be closed for writing");
    }

    private ApplicationContextRunner contexts() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataRedisAutoConfiguration.class,
                        BufferAutoConfiguration.class,
                        BufferRedisAutoConfiguration.class))
                .withPropertyValues(
                        "spring.data.redis.port=" + server.port(),
                        "buffers.defaults.backend=redis",
                        "buffers.defaults.element-type=java.lang.String",
                        "buffers.defaults.shared.codec=string",
                        "buffers.defaults.shared.safety-look=0s");
    }

    @SuppressWarnings("unchecked")
    private static RedisBuffer<String> buffer(ApplicationContext context, String name) {
        return (RedisBuffer<String>) context.getBean(name, Buffer.class);
    }
}
