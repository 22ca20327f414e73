package com.acme.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.buffer4j.spring.BufferRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.annotation.EnableAsync;

/** The mailers of docs/migration.md, before and after. */
class MailMigrationTest {

    private static final List<Mail> MAILS =
            IntStream.range(0, 100).mapToObj(Mail::new).toList();

    private final List<Mail> delivered = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);

    @ParameterizedTest
    @EnumSource
    void allMailsThatWaitAreDeliveredBeforeTheApplicationHasStopped(Side side) throws Exception {
        try (ConfigurableApplicationContext context = run(side, mail -> {
            awaitOpen();
            delivered.add(mail);
        })) {
            context.addApplicationListener((ApplicationListener<ContextClosedEvent>) event -> open.countDown());
            for (Mail mail : MAILS) {
                send(side, context, mail);
            }
            assertThat(delivered).isEmpty();
        }
        assertThat(delivered).containsExactlyInAnyOrderElementsOf(MAILS);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "EXECUTOR"})
    void theCallerRunsOneTaskMoreThanFits(Side side) throws Exception {
        Thread caller = Thread.currentThread();
        CountDownLatch started = new CountDownLatch(4);
        try (ConfigurableApplicationContext context = run(side, mail -> {
            if (Thread.currentThread() == caller) {
                delivered.add(mail);
            } else {
                started.countDown();
                awaitOpen();
            }
        })) {
            for (int number = 0; number < 4; number++) {
                send(side, context, new Mail(number));
            }
            started.await();
            for (Mail mail : MAILS) {
                send(side, context, mail);
            }
            assertThat(delivered).isEmpty();
            send(side, context, new Mail(1_000));
            assertThat(delivered).containsExactly(new Mail(1_000));
            open.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMailThatFailsOnceIsLostByATaskAndTriedAgainByAListener(Side side) throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        try (ConfigurableApplicationContext context = run(side, mail -> {
            if (mail.number() == 3 && failed.compareAndSet(false, true)) {
                throw new IllegalStateException("The server is busy");
            }
            delivered.add(mail);
        })) {
            for (Mail mail : MAILS) {
                send(side, context, mail);
            }
        }
        assertThat(failed).isTrue();
        assertThat(delivered).hasSize(side == Side.LISTENER ? MAILS.size() : MAILS.size() - 1);
        assertThat(delivered.contains(new Mail(3))).isEqualTo(side == Side.LISTENER);
    }

    @Test
    void theQueueOfAnExecutorIsABufferWithMeters() throws Exception {
        try (ConfigurableApplicationContext context = run(Side.EXECUTOR, delivered::add)) {
            for (Mail mail : MAILS) {
                send(Side.EXECUTOR, context, mail);
            }
            await("all mails").until(() -> delivered.size() == MAILS.size());
            assertThat(context.getBean(BufferRegistry.class)
                            .get("mail")
                            .buffer()
                            .stats()
                            .written())
                    .isEqualTo(MAILS.size());
            assertThat(context.getBean(MeterRegistry.class)
                            .get("buffer.writes")
                            .tag("name", "mail")
                            .functionCounter()
                            .count())
                    .isEqualTo(MAILS.size());
        }
    }

    private void awaitOpen() {
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(Side side, ConfigurableApplicationContext context, Mail mail) throws InterruptedException {
        if (side == Side.LISTENER) {
            context.getBean(BufferMailer.class).send(mail);
        } else {
            context.getBean(AsyncMailer.class).send(mail);
        }
    }

    private static ConfigurableApplicationContext run(Side side, MailServer server) {
        return new SpringApplicationBuilder(side.configuration)
                .web(WebApplicationType.NONE)
                .initializers(
                        context -> ((GenericApplicationContext) context).registerBean(MailServer.class, () -> server))
                .run("--spring.config.location=" + side.location);
    }

    private enum Side {
        QUEUE(QueueConfiguration.class, "optional:classpath:com/acme/migration/none.yml"),
        EXECUTOR(ExecutorConfiguration.class, "classpath:com/acme/migration/executor.yml"),
        LISTENER(ListenerConfiguration.class, "classpath:com/acme/migration/listener.yml");

        private final Class<?> configuration;
        private final String location;

        Side(Class<?> configuration, String location) {
            this.configuration = configuration;
            this.location = location;
        }
    }

    @Configuration
    @EnableAutoConfiguration
    @EnableAsync
    @Import({MailExecutor.class, AsyncMailer.class})
    static class QueueConfiguration {}

    @Configuration
    @EnableAutoConfiguration
    @EnableAsync
    @Import(AsyncMailer.class)
    static class ExecutorConfiguration {}

    @Configuration
    @EnableAutoConfiguration
    @Import(BufferMailer.class)
    static class ListenerConfiguration {}
}
