package io.github.buffer4j.spring.autoconfigure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.origin.Origin;

/** Thrown when a property under {@code buffers} is invalid. Startup then fails with a failure analysis. */
final class BufferConfigurationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The description of the allowed values. */
    private final String allowed;

    /**
     * Creates an exception for one property.
     *
     * @param key the full key
     * @param value the value, or null if the key itself is invalid and has no value
     * @param origin the origin of the property, or null if unknown
     * @param reason why the property is invalid, as the end of a sentence
     * @param allowed the allowed values, as a sentence
     */
    BufferConfigurationException(
            ConfigurationPropertyName key,
            @Nullable Object value,
            @Nullable Origin origin,
            String reason,
            String allowed) {
        super("The property '" + asWritten(key) + "'" + (value == null ? "" : " with the value '" + value + "'")
                + (origin == null ? "" : " (" + origin + ")") + " is not allowed: " + reason + ".");
        this.allowed = allowed;
    }

    /**
     * Creates an exception that does not concern exactly one property.
     *
     * @param message the problem, as a sentence
     * @param allowed the allowed values, as a sentence
     */
    BufferConfigurationException(String message, String allowed) {
        super(message);
        this.allowed = allowed;
    }

    BufferConfigurationException(ConfigurationProperty property, String reason, String allowed) {
        this(property.getName(), property.getValue(), property.getOrigin(), reason, allowed);
    }

    String allowed() {
        return allowed;
    }

    /* Unlike toString, preserves upper case. */
    private static String asWritten(ConfigurationPropertyName key) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < key.getNumberOfElements(); i++) {
            String element = key.getElement(i, Form.ORIGINAL);
            if (key.chop(i + 1).isLastElementIndexed()) {
                written.append('[').append(element).append(']');
            } else {
                written.append(i == 0 ? "" : ".").append(element);
            }
        }
        return written.toString();
    }
}
