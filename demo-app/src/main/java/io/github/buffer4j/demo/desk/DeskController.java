package io.github.buffer4j.demo.desk;

import io.github.buffer4j.BufferReader;
import io.github.buffer4j.demo.alerts.Alert;
import io.github.buffer4j.demo.desk.DeskState.Residence;
import io.github.buffer4j.demo.ingest.Delay;
import io.github.buffer4j.demo.vitals.Vital;
import io.github.buffer4j.demo.web.Problems;
import io.github.buffer4j.spring.actuate.BufferEventsEndpoint;
import io.github.buffer4j.spring.actuate.BufferEventsEndpoint.BufferEventDescriptor;
import io.github.buffer4j.spring.actuate.BuffersEndpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Returns what the desk shows, in one answer: the descriptors and events of the endpoints, the meters of the time in
 * the buffer, and the elements of the buffers whose elements everybody may read. It keeps no books of its own.
 */
@RestController
final class DeskController {

    private static final int SHOWN_ALERTS = 8;

    /** Identifies this start of the application, so that the page notices a restart. */
    private final String start = UUID.randomUUID().toString();

    private final ObjectProvider<BuffersEndpoint> buffers;
    private final ObjectProvider<BufferEventsEndpoint> events;
    private final ObjectProvider<MeterRegistry> meters;
    private final BufferReader<Vital> vitals;
    private final BufferReader<Alert> alerts;
    private final Delay delay;
    private final Playground playground;

    DeskController(
            ObjectProvider<BuffersEndpoint> buffers,
            ObjectProvider<BufferEventsEndpoint> events,
            ObjectProvider<MeterRegistry> meters,
            BufferReader<Vital> vitals,
            BufferReader<Alert> alerts,
            Delay delay,
            Playground playground) {
        this.buffers = buffers;
        this.events = events;
        this.meters = meters;
        this.vitals = vitals;
        this.alerts = alerts;
        this.delay = delay;
        this.playground = playground;
    }

    /**
     * Returns the state of the buffers.
     *
     * @param since the sequence number of the last event that the caller knows; -1 for all events
     */
    @GetMapping("/desk")
    DeskState state(@RequestParam(defaultValue = "-1") long since) {
        // Before the buffers: an event is of a buffer that the answer has.
        List<BufferEventDescriptor> news = newerThan(since);
        return new DeskState(
                start,
                Instant.now(),
                require(buffers, "buffers").buffers().buffers(),
                residence(),
                news,
                vitals.snapshot(),
                latest(alerts.snapshot()),
                delays());
    }

    private Map<String, Residence> residence() {
        Map<String, Residence> residence = new TreeMap<>();
        meters.ifAvailable(registry -> {
            for (Timer timer : registry.find("buffer.residence").timers()) {
                String name = timer.getId().getTag("name");
                if (name != null) {
                    residence.put(name, new Residence(timer.count(), timer.totalTime(TimeUnit.SECONDS)));
                }
            }
        });
        return residence;
    }

    private List<BufferEventDescriptor> newerThan(long sequence) {
        return require(events, "bufferevents").events(null, null).events().stream()
                .filter(event -> event.sequence() > sequence)
                .toList();
    }

    private static List<Alert> latest(List<Alert> alerts) {
        return alerts.subList(Math.max(0, alerts.size() - SHOWN_ALERTS), alerts.size());
    }

    private Map<String, Integer> delays() {
        Map<String, Integer> delays = new TreeMap<>(playground.delays());
        delays.put("ingest", delay.millis());
        return delays;
    }

    private static <E> E require(ObjectProvider<E> endpoint, String id) {
        E available = endpoint.getIfAvailable();
        if (available == null) {
            throw Problems.of(HttpStatus.NOT_FOUND, "The endpoint " + id + " is not exposed", null);
        }
        return available;
    }
}
