package io.github.buffer4j.spring;

import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.StreamingBuffer;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;

/**
 * A buffer in a {@link BufferRegistry}, with what the application knows about it.
 *
 * @param name the name, that of the bean if it is one
 * @param buffer the buffer
 * @param elementType the class of its elements with its type arguments; null if unknown
 * @param tags the tags of its meters, beside name and type
 * @param maxCapacity the largest capacity, in elements, that an operator may give it
 * @param ending how it ends when the application stops
 */
public record BufferEntry(
        String name,
        StreamingBuffer buffer,
        @Nullable String elementType,
        Map<String, String> tags,
        int maxCapacity,
        EndOptions ending) {

    /**
     * The largest capacity of a resize where nothing else is said: what fits a quarter of the largest heap at 8 bytes a
     * slot.
     */
    public static final int DEFAULT_MAX_CAPACITY = (int) Math.max(
            1, Math.min(BufferBuilder.MAX_CAPACITY, Runtime.getRuntime().maxMemory() / 4 / Long.BYTES));

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

    /**
     * Creates an entry; keeps a copy of the tags.
     *
     * @param name the name
     * @param buffer the buffer
     * @param elementType the class of its elements, or null
     * @param tags the tags
     * @param maxCapacity the limit of a resize
     * @param ending how it ends
     */
    public BufferEntry {
        tags = Map.copyOf(tags);
    }

    /**
     * Creates an entry without tags for a buffer whose elements are of an unknown class.
     *
     * @param name the name
     * @param buffer the buffer
     */
    public BufferEntry(String name, StreamingBuffer buffer) {
        this(name, buffer, null, Map.of(), DEFAULT_MAX_CAPACITY, EndOptions.DEFAULT);
    }

    /**
     * Names the kind of buffer: {@code growable}, {@code block} or {@code ring}, and for another implementation its
     * simple class name in kebab case without a trailing "Buffer".
     *
     * @return the kind, in lower case
     */
    public String type() {
        return type(AopProxyUtils.ultimateTargetClass(buffer));
    }

    /**
     * Returns whether a name consists of letters of English, digits, {@code -}, {@code .} and {@code _} alone. Such a
     * name needs no encoding in a path, and meters keep it as it is.
     *
     * @param name the name
     * @return whether it does
     */
    public static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches();
    }

    static String type(Class<?> bufferClass) {
        if (Proxy.isProxyClass(bufferClass)) {
            return "buffer";
        }
        String kind = bufferClass
                .getSimpleName()
                .replaceFirst("(Buffer)?(\\$.*)?$", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-");
        return kind.isEmpty() ? "buffer" : kind.toLowerCase(Locale.ROOT);
    }
}
