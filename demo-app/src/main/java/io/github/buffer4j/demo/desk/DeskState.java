package io.github.buffer4j.demo.desk;

import io.github.buffer4j.demo.alerts.Alert;
import io.github.buffer4j.demo.vitals.Vital;
import io.github.buffer4j.spring.actuate.BufferDescriptor;
import io.github.buffer4j.spring.actuate.BufferEventsEndpoint.BufferEventDescriptor;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the desk shows.
 *
 * @param start identifies the start of the application
 * @param time the time of the server
 * @param buffers the descriptors of all buffers by name
 * @param residence the samples of the time in the buffer, by the name of the buffer
 * @param events the events that the caller does not know, newest first
 * @param vitals the contents of the buffer {@code vitals}, oldest first
 * @param alerts the latest alerts that wait for a listener, oldest first
 * @param delays the delays of consumers in milliseconds, by the name of the buffer
 */
record DeskState(
        String start,
        Instant time,
        Map<String, BufferDescriptor> buffers,
        Map<String, Residence> residence,
        List<BufferEventDescriptor> events,
        List<Vital> vitals,
        List<Alert> alerts,
        Map<String, Integer> delays) {

    /**
     * The samples of the time that elements were in a buffer, since its meters exist.
     *
     * @param count the number of samples
     * @param seconds their sum
     */
    record Residence(long count, double seconds) {}
}
