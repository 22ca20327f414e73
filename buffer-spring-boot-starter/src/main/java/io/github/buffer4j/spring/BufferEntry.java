package io.github.buffer4j.spring;

import io.github.buffer4j.Buffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * A buffer of an application context, with what the context knows about it.
 *
 * @param name the bean name
 * @param buffer the buffer
 * @param elementType the name of the class of its elements; null if the bean definition does not tell
 */
public record BufferEntry(
        String name, Buffer<?> buffer, @Nullable String elementType) {

    /**
     * Names the kind of buffer: {@code growable}, {@code block} or {@code ring}, and for another implementation its simple
     * class name in kebab case without a trailing "Buffer".
     *
     * @return the kind, in lower case
     */
    public String type() {
        return type(ClassUtils.getUserClass(buffer));
    }

    static String type(Class<?> bufferClass) {
        String kind = bufferClass.getSimpleName().replaceFirst("Buffer$", "").replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-");
        return kind.isEmpty() ? "buffer" : kind.toLowerCase(Locale.ROOT);
    }
}
