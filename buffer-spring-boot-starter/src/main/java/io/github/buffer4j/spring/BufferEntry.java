package io.github.buffer4j.spring;

import io.github.buffer4j.Buffer;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * A buffer in a {@link BufferRegistry}, with what the application knows about it.
 *
 * @param name the name, that of the bean if it is one
 * @param buffer the buffer
 * @param elementType the name of the class of its elements; null if unknown
 * @param tags the tags of its meters, beside name and type
 */
public record BufferEntry(
        String name, Buffer<?> buffer, @Nullable String elementType, Map<String, String> tags) {

    /**
     * Makes an entry; keeps a copy of the tags.
     *
     * @param name the name
     * @param buffer the buffer
     * @param elementType the name of the class of its elements, or null
     * @param tags the tags
     */
    public BufferEntry {
        tags = Map.copyOf(tags);
    }

    /**
     * Makes an entry without tags for a buffer whose elements are of an unknown class.
     *
     * @param name the name
     * @param buffer the buffer
     */
    public BufferEntry(String name, Buffer<?> buffer) {
        this(name, buffer, null, Map.of());
    }

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
        if (Proxy.isProxyClass(bufferClass)) {
            return "buffer";
        }
        String kind = bufferClass.getSimpleName().replaceFirst("Buffer$", "").replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-");
        return kind.isEmpty() ? "buffer" : kind.toLowerCase(Locale.ROOT);
    }
}
