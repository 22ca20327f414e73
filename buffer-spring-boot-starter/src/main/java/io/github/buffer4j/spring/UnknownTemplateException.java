package io.github.buffer4j.spring;

import java.io.Serial;
import java.util.List;
import java.util.NoSuchElementException;

/** Thrown when a {@link BufferRegistry} has no template of a given name. The message lists those that there are. */
public final class UnknownTemplateException extends NoSuchElementException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param name the unknown name
     * @param known the names of the templates
     */
    public UnknownTemplateException(String name, List<String> known) {
        super("No template named '" + name + "'; "
                + (known.isEmpty()
                        ? "there are no templates under buffers.templates"
                        : "templates: " + String.join(", ", known)));
    }
}
