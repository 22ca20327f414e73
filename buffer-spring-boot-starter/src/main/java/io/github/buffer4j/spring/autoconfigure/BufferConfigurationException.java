package io.github.buffer4j.spring.autoconfigure;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.origin.Origin;

/** Thrown when something under {@code buffers} is not allowed; stops the start with a failure analysis. */
final class BufferConfigurationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What is allowed. */
    private final String allowed;

    /**
     * Creates an exception for one property.
     *
     * @param key the full key
     * @param value the value, or null if the key itself is the mistake and has none
     * @param origin where it is written, or null if that is not known
     * @param reason what is wrong with it, as the end of a sentence
     * @param allowed what is allowed, as a sentence
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
     * Creates an exception for more than one property, or for none.
     *
     * @param message what is wrong, as a sentence
     * @param allowed what is allowed, as a sentence
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

    /* Unlike toString, leaves capitals as they are. */
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
