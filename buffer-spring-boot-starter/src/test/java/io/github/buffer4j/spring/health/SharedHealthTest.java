package io.github.buffer4j.spring.health;

import static io.github.buffer4j.spring.health.HealthFixture.assertDown;
import static io.github.buffer4j.spring.health.HealthFixture.assertUp;
import static io.github.buffer4j.spring.health.HealthFixture.details;
import static io.github.buffer4j.spring.health.HealthFixture.health;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.FakeSharedBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The health of shared buffers, beside local ones. */
class SharedHealthTest {

    private final FakeSharedBuffer events = new FakeSharedBuffer(new BlockBuffer<>(4));
    private final FakeSharedBuffer mails = new FakeSharedBuffer(new BlockBuffer<>(4));

    private ApplicationContextRunner runner() {
        return HealthFixture.runner()
                .withBean("events", Buffer.class, events::client, definition -> definition.setDestroyMethodName(""))
                .withBean("mails", Buffer.class, mails::client, definition -> definition.setDestroyMethodName(""));
    }

    @Test
    void aServerThatAnswersIsUp() {
        runner().run(context -> {
            assertUp(health(context));
            assertThat(details(health(context), "events").get("size")).isEqualTo(0);
        });
    }

    @Test
    void anAbsentServerIsDownAndAskedOnce() {
        runner().run(context -> {
            assertUp(health(context));
            events.setAway(true);
            mails.setAway(true);
            int before = events.commands() + mails.commands();
            assertDown(health(context), "events", "unavailable");
            assertDown(health(context), "mails", "unavailable");
            assertThat(events.commands() + mails.commands()).isEqualTo(before + 1);
            assertThat(details(health(context), "orders").get("status")).isEqualTo("UP");
        });
    }

    @Test
    void lostContentsAreDown() {
        runner().run(context -> {
            mails.setLost(true);
            assertDown(health(context), "mails", "lost");
            assertThat(details(health(context), "events").get("reasons")).isEqualTo(List.of());
        });
    }
}
