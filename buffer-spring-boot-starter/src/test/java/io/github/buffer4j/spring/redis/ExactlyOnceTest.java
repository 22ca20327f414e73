package io.github.buffer4j.spring.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No element is lost or doubled, whatever happens to the connections and to the server. */
@NeedsRedis
@Timeout(900)
class ExactlyOnceTest {

    private static final int ELEMENTS = Integer.getInteger("buffer4j.test.redis.elements", 60_000);
    private static final int KILLS = Integer.getInteger("buffer4j.test.redis.kills", 180);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFewConnectionsAreKilled(boolean leases) throws Exception {
        try (RedisServer server = RedisServer.start();
                SharedLoad load = new SharedLoad(server, plan(6_000, 3, 3, leases, LONG))) {
            load.run(kills(server, 12));
            assertThatNothingIsInDoubt(load);
        }
    }

    @Tag("evidence")
    @Test
    void connectionsOfManyReadersAreKilled() throws Exception {
        connectionsAreKilled(4, 4, false);
    }

    @Tag("evidence")
    @Test
    void connectionsOfOneReaderThatLeasesAreKilled() throws Exception {
        connectionsAreKilled(4, 1, true);
    }

    @Tag("evidence")
    @InEachWay
    @ParameterizedTest
    @CsvSource({"4, 1, false", "4, 4, true"})
    void connectionsAreKilled(int writers, int readers, boolean leases) throws Exception {
        try (RedisServer server = RedisServer.start();
                SharedLoad load = new SharedLoad(server, plan(ELEMENTS, writers, readers, leases, LONG))) {
            load.run(kills(server, KILLS));
            assertThatNothingIsInDoubt(load);
        }
    }

    private static SharedLoad.Disturbance kills(RedisServer server, int kills) {
        return load -> {
            for (int i = 0; i < kills; i++) {
                load.awaitProgress((double) i / kills);
                server.ask("CLIENT", "KILL", "TYPE", "normal");
                if (i % 3 == 2) {
                    server.ask("CLIENT", "KILL", "TYPE", "pubsub");
                }
            }
        };
    }

    @Test
    void theServerForgetsItsScriptsAFewTimes() throws Exception {
        try (RedisServer server = RedisServer.start();
                SharedLoad load = new SharedLoad(server, plan(6_000, 3, 3, false, LONG))) {
            load.run(flushes(server, 20));
            assertThatNothingIsInDoubt(load);
        }
    }

    @Tag("evidence")
    @InEachWay
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theServerForgetsItsScripts(boolean leases) throws Exception {
        try (RedisServer server = RedisServer.start();
                SharedLoad load = new SharedLoad(server, plan(ELEMENTS, 4, 4, leases, LONG))) {
            load.run(flushes(server, KILLS));
            assertThatNothingIsInDoubt(load);
        }
    }

    private static SharedLoad.Disturbance flushes(RedisServer server, int times) {
        return load -> {
            for (int i = 0; i < times; i++) {
                load.awaitProgress((double) i / times);
                server.ask("SCRIPT", "FLUSH");
            }
        };
    }

    @Tag("evidence")
    @Test
    void theServerCrashesThreeTimes() throws Exception {
        theServerCrashesThreeTimes("no", false);
    }

    @Tag("evidence")
    @Test
    void theServerOfLeasesCrashesThreeTimes() throws Exception {
        theServerCrashesThreeTimes("always", true);
    }

    /* With everysec a server replies before it has written, while the disk is busy: see docs/shared.md. */
    @Tag("evidence")
    @InEachWay
    @ParameterizedTest
    @CsvSource({"no, true", "always, false"})
    void theServerCrashesThreeTimes(String fsync, boolean leases) throws Exception {
        try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", fsync);
                SharedLoad load = new SharedLoad(server, plan(ELEMENTS, 4, 4, leases, LONG))) {
            load.run(crashes(server));
            assertThatNothingIsInDoubt(load);
        }
    }

    @Tag("evidence")
    @InEachWay
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theServerCrashesWhileCommandsAreTriedForAMomentOnly(boolean leases) throws Exception {
        try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
                SharedLoad load = new SharedLoad(server, plan(ELEMENTS, 4, 4, leases, Duration.ofMillis(300)))) {
            load.run(crashes(server));
            assertThatNothingIsLost(load, leases);
        }
    }

    private static SharedLoad.Disturbance crashes(RedisServer server) {
        return load -> {
            for (int i = 1; i <= 3; i++) {
                load.awaitProgress(i / 4.0);
                server.kill();
                TimeUnit.MILLISECONDS.sleep(500);
                server.restart();
            }
        };
    }

    @Test
    void theServerPausesForLongerThanACommandIsTried() throws Exception {
        try (RedisServer server = RedisServer.start();
                SharedLoad load = new SharedLoad(server, plan(6_000, 3, 3, false, Duration.ofMillis(200)))) {
            load.run(pauses(server, 3, Duration.ofSeconds(1)));
            assertThat(load.writesInDoubt() + load.readsInDoubt()).isPositive();
            assertThatNothingIsLost(load, false);
        }
    }

    @Tag("evidence")
    @Test
    void theServerPausesForTenSeconds() throws Exception {
        theServerPausesForTenSeconds(4, false);
    }

    @Tag("evidence")
    @InEachWay
    @ParameterizedTest
    @CsvSource({"1, false", "4, true"})
    void theServerPausesForTenSeconds(int readers, boolean leases) throws Exception {
        try (RedisServer server = RedisServer.start();
                SharedLoad load = new SharedLoad(server, plan(ELEMENTS, 4, readers, leases, LONG))) {
            load.run(pauses(server, 1, Duration.ofSeconds(10)));
            assertThatNothingIsInDoubt(load);
        }
    }

    @Tag("evidence")
    @InEachWay
    @ParameterizedTest
    @CsvSource({"1, false", "4, false", "4, true"})
    void theServerPausesForTenSecondsWhileCommandsAreTriedForTwo(int readers, boolean leases) throws Exception {
        try (RedisServer server = RedisServer.start();
                SharedLoad load = new SharedLoad(server, plan(ELEMENTS, 4, readers, leases, SHORT))) {
            load.run(pauses(server, 2, Duration.ofSeconds(10)));
            assertThat(load.writesInDoubt() + load.readsInDoubt()).isPositive();
            assertThatNothingIsLost(load, leases);
        }
    }

    private static SharedLoad.Disturbance pauses(RedisServer server, int times, Duration pause) {
        return load -> {
            for (int i = 1; i <= times; i++) {
                load.awaitProgress(i / (times + 1.0));
                server.pause();
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                server.resume();
            }
        };
    }

    private static SharedLoad.Plan plan(
            int elements, int writers, int readers, boolean leases, Duration commandTimeout) {
        return new SharedLoad.Plan(writers, readers, elements / writers, 64, leases, commandTimeout, LOOK);
    }

    private static void assertThatNothingIsInDoubt(SharedLoad load) {
        print(load);
        load.ledger().assertExactlyOnce();
        assertThat(load.writesInDoubt() + load.readsInDoubt()).isZero();
    }

    /* A lease whose acknowledgement is in doubt may be delivered twice. */
    private static void assertThatNothingIsLost(SharedLoad load, boolean leases) {
        print(load);
        if (leases) {
            assertThat(load.ledger().lost()).as("lost").isEmpty();
        } else {
            load.ledger().assertExactlyOnce();
        }
    }

    /** A test that takes long, with what others show once. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @EnabledIfSystemProperty(named = "buffer4j.test.redis.matrix", matches = "true")
    @interface InEachWay {}

    private static void print(SharedLoad load) {
        System.out.printf(
                "written %d, in doubt %d, read %d, reads in doubt %d; writer %s; reader %s%n",
                load.ledger().written(),
                load.writesInDoubt(),
                load.ledger().read(),
                load.readsInDoubt(),
                load.writerStats(),
                load.readerStats());
    }
}
