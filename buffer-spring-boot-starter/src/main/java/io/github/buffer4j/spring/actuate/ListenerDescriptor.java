package io.github.buffer4j.spring.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.buffer4j.spring.listener.BufferListenerContainer;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerState;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one listener as shown by the endpoint.
 *
 * @param id the id
 * @param state the state
 * @param threads the states of its threads by name; empty if none is running
 * @param concurrency the maximum number of elements or batches handled at the same time
 * @param inFlight elements taken from the buffer and not done
 * @param batch the maximum number of elements in a batch
 * @param linger how long a batch is collected after its first element
 * @param sendTo the name of the buffer for results; null if there is none
 * @param failure the class name of the failure that stopped it; null unless the state is {@code FAILED}
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ListenerDescriptor(
        String id,
        ListenerState state,
        Map<String, ListenerState> threads,
        int concurrency,
        int inFlight,
        int batch,
        Duration linger,
        @Nullable String sendTo,
        @Nullable String failure) {

    static ListenerDescriptor of(BufferListenerContainer container) {
        ListenerSpec spec = container.spec();
        Throwable failure = container.failure();
        return new ListenerDescriptor(
                spec.id(),
                container.state(),
                container.threads(),
                spec.concurrency(),
                container.inFlight(),
                spec.batch(),
                spec.linger(),
                spec.sendTo(),
                failure == null ? null : failure.getClass().getName());
    }
}
