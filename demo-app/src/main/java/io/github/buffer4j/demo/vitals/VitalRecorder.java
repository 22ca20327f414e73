package io.github.buffer4j.demo.vitals;

import io.github.buffer4j.BufferWriter;
import java.time.Duration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes vitals of this JVM, streamed by JDK Flight Recorder, to the buffer {@code vitals}. This never waits: a ring
 * buffer overwrites its oldest element, and rejects elements once it has ended.
 */
@Component
final class VitalRecorder implements SmartLifecycle {

    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Logger LOGGER = LoggerFactory.getLogger(VitalRecorder.class);

    private final BufferWriter<Vital> vitals;
    private @Nullable RecordingStream events;

    VitalRecorder(BufferWriter<Vital> vitals) {
        this.vitals = vitals;
    }

    @Override
    public synchronized void start() {
        if (!FlightRecorder.isAvailable()) {
            LOGGER.warn("This JVM has no Flight Recorder, so no vitals are recorded");
            return;
        }
        RecordingStream events = new RecordingStream();
        events.enable("jdk.CPULoad").withPeriod(PERIOD);
        events.enable("jdk.GCHeapSummary");
        events.enable("jdk.GarbageCollection");
        events.onEvent("jdk.CPULoad", this::cpuLoad);
        events.onEvent("jdk.GCHeapSummary", this::heap);
        events.onEvent("jdk.GarbageCollection", this::pauses);
        events.startAsync();
        this.events = events;
    }

    @Override
    public synchronized void stop() {
        if (events != null) {
            events.close();
            events = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return events != null;
    }

    private void cpuLoad(RecordedEvent event) {
        add(event, "cpu.process", event.getFloat("jvmUser") + event.getFloat("jvmSystem"), "ratio");
        add(event, "cpu.machine", event.getFloat("machineTotal"), "ratio");
    }

    private void heap(RecordedEvent event) {
        if ("After GC".equals(event.getString("when"))) {
            add(event, "heap.after.gc", (double) event.getLong("heapUsed"), "bytes");
        }
    }

    private void pauses(RecordedEvent event) {
        add(event, "gc.pause", event.getDuration("sumOfPauses").toNanos() / 1e9, "seconds");
    }

    private void add(RecordedEvent event, String name, double value, String unit) {
        vitals.offer(new Vital(event.getEndTime(), name, value, unit));
    }
}
