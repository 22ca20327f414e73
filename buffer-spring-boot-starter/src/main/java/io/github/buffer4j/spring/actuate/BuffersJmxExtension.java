package io.github.buffer4j.spring.actuate;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * The JMX extension of the endpoint. Over JMX, the change of a capacity and the pause of a listener are two operations,
 * not one as over HTTP.
 */
@EndpointJmxExtension(endpoint = BuffersEndpoint.class)
public final class BuffersJmxExtension {

    private final BuffersEndpoint endpoint;

    /**
     * Creates the extension.
     *
     * @param endpoint the endpoint that performs the operation
     */
    public BuffersJmxExtension(BuffersEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Pauses or resumes a listener of one buffer.
     *
     * @param name the name of the buffer
     * @param listener the id of the listener
     * @param paused true to pause, false to resume
     * @return the new descriptor of the buffer
     * @throws java.util.NoSuchElementException if no buffer has this name, or it has no listener with this id
     */
    @WriteOperation
    public BufferDescriptor pause(@Selector String name, String listener, boolean paused) {
        return endpoint.pause(name, listener, paused, null);
    }
}
