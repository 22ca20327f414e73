package io.github.buffer4j.spring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BufferEventsTest {

    private static final Instant NOON = Instant.parse("2001-02-03T12:00:00Z");

    private final List<BufferEvent> received = new ArrayList<>();
    private final BufferEvents events = new BufferEvents(3, received::add, Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void theHistoryHasTheLatestEventsNewestFirst() {
        for (int i = 0; i < 5; i++) {
            events.publish("buffer-" + i, BufferEventKind.RESET, Map.of("discarded", i));
        }
        assertThat(events.history()).extracting(BufferEvent::name).containsExactly("buffer-4", "buffer-3", "buffer-2");
        assertThat(events.history().get(0))
                .isEqualTo(new BufferEvent(4, NOON, "buffer-4", BufferEventKind.RESET, Map.of("discarded", 4)));
        assertThat(received).extracting(BufferEvent::sequence).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void theHistoryIsACopy() {
        events.publish("orders", BufferEventKind.RESET, Map.of());
        events.history().clear();
        assertThat(events.history()).hasSize(1);
    }

    @Test
    void aHistoryNeedsRoomForAnEvent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BufferEvents(0, event -> {}))
                .withMessageContaining("0");
    }

    @Test
    void aReceiverThatThrowsAffectsNothing(CapturedOutput output) {
        BufferEvents failing = new BufferEvents(3, event -> {
            throw new AssertionError("thrown by the receiver");
        });
        failing.publish("orders", BufferEventKind.RESET, Map.of());
        assertThat(failing.history()).hasSize(1);
        assertThat(output).contains("A receiver failed").contains("thrown by the receiver");
    }

    @Test
    void theCrossingsOfWaterMarksAreEvents() throws Exception {
        BlockBuffer<String> orders = Buffer.<String>builder()
                .waterMarks(2, 0, events.waterMarkListener("orders"))
                .block(4);
        orders.write(new String[] {"a", "b", "c"});
        orders.next();
        orders.add("d");
        orders.discard(3);
        assertThat(received)
                .extracting(BufferEvent::name, BufferEvent::kind)
                .containsExactly(tuple("orders", BufferEventKind.SATURATED), tuple("orders", BufferEventKind.RELIEVED));
    }

    @Test
    void eventsOfSeveralThreadsAreNumberedInTheOrderOfTheHistory() {
        BufferEvents many = new BufferEvents(4_000, event -> {});
        CompletableFuture<?>[] threads = IntStream.range(0, 4)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        many.publish("orders", BufferEventKind.RESET, Map.of());
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(threads).join();
        assertThat(many.history())
                .extracting(BufferEvent::sequence)
                .isEqualTo(IntStream.range(0, 4_000).mapToObj(i -> 3_999L - i).toList());
    }
}
