package io.github.buffer4j.spring;

import io.github.buffer4j.BufferBuilder;
import io.github.buffer4j.BufferKind;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.BytesReader;
import io.github.buffer4j.BytesWriter;
import io.github.buffer4j.StreamingBuffer;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;

/**
 * A buffer in a {@link BufferRegistry}, with its name and its options.
 *
 * @param name the name; the bean name if the buffer is a bean
 * @param buffer the buffer
 * @param elementType the element type, including type arguments; null if unknown
 * @param tags additional tags of its meters
 * @param maxCapacity the largest capacity, in elements or bytes, that a resize may request
 * @param ending how the buffer ends when the application shuts down
 * @param health what makes the buffer unhealthy
 */
public record BufferEntry(
        String name,
        StreamingBuffer buffer,
        @Nullable String elementType,
        Map<String, String> tags,
        int maxCapacity,
        EndOptions ending,
        HealthOptions health) {

    /**
     * The default limit of a resize: as many elements as fit into a quarter of the maximum heap, at 8 bytes per
     * element.
     */
    public static final int DEFAULT_MAX_CAPACITY = (int) Math.max(
            1, Math.min(BufferBuilder.MAX_CAPACITY, Runtime.getRuntime().maxMemory() / 4 / Long.BYTES));

    /** The default limit of a resize of a buffer of bytes: a quarter of the maximum heap. */
    public static final int DEFAULT_MAX_BYTES = (int) Math.max(
            1, Math.min(BufferBuilder.MAX_CAPACITY, Runtime.getRuntime().maxMemory() / 4));

    private static final Pattern PLAIN = Pattern.compile("[._-]*[A-Za-z0-9][A-Za-z0-9._-]*");

    /**
     * Creates an entry with a copy of the tags.
     *
     * @param name the name
     * @param buffer the buffer
     * @param elementType the element type, or null
     * @param tags the tags
     * @param maxCapacity the limit of a resize
     * @param ending how the buffer ends
     * @param health what makes it unhealthy
     */
    public BufferEntry {
        tags = Map.copyOf(tags);
    }

    /**
     * Creates an entry with the default options for its health.
     *
     * @param name the name
     * @param buffer the buffer
     * @param elementType the element type, or null
     * @param tags the tags
     * @param maxCapacity the limit of a resize
     * @param ending how the buffer ends
     */
    public BufferEntry(
            String name,
            StreamingBuffer buffer,
            @Nullable String elementType,
            Map<String, String> tags,
            int maxCapacity,
            EndOptions ending) {
        this(name, buffer, elementType, tags, maxCapacity, ending, HealthOptions.DEFAULT);
    }

    /**
     * Creates an entry without tags for a buffer of an unknown element type.
     *
     * @param name the name
     * @param buffer the buffer
     */
    public BufferEntry(String name, StreamingBuffer buffer) {
        this(
                name,
                buffer,
                null,
                Map.of(),
                holdsBytes(buffer) ? DEFAULT_MAX_BYTES : DEFAULT_MAX_CAPACITY,
                EndOptions.DEFAULT);
    }

    /**
     * Returns the type of the buffer: {@code growable}, {@code block} or {@code ring}. For another implementation this
     * is its {@linkplain StreamingBuffer#kind() kind}, or if it has none its simple class name in kebab case without a
     * trailing "Buffer".
     *
     * @return the type, in lower case
     */
    public String type() {
        BufferKind kind = kind();
        return kind == null
                ? type(AopProxyUtils.ultimateTargetClass(buffer))
                : kind.name().toLowerCase(Locale.ROOT);
    }

    /* A buffer of another implementation may fail, and still has a class. */
    private @Nullable BufferKind kind() {
        try {
            return buffer.kind();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    /**
     * Returns what the buffer holds, which is the unit of its sizes and counts.
     *
     * @return {@code elements} or {@code bytes}
     */
    public String unit() {
        return holdsBytes(buffer) ? "bytes" : "elements";
    }

    /**
     * Returns whether a buffer holds bytes, as a {@link BytesBuffer} and a proxy of its interfaces do, and not
     * elements.
     *
     * @param buffer the buffer
     * @return whether it holds bytes
     */
    public static boolean holdsBytes(StreamingBuffer buffer) {
        return buffer instanceof BytesWriter || buffer instanceof BytesReader;
    }

    /**
     * Returns whether the buffer is one client of a {@link SharedBuffer}, which outlives this application.
     *
     * @return whether the buffer is shared with other JVMs
     */
    public boolean isShared() {
        return buffer instanceof SharedBuffer;
    }

    /**
     * Returns what the client of a {@link SharedBuffer} knows by itself.
     *
     * @return its values; empty for another buffer, and for one that fails to return them, as a mock does
     */
    public Optional<ClientStats> clientStats() {
        try {
            return buffer instanceof SharedBuffer shared ? Optional.ofNullable(shared.clientStats()) : Optional.empty();
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether a name consists of ASCII letters, digits, {@code -}, {@code .} and {@code _} only, and has a
     * letter or a digit. Such a name needs no encoding in a path, and meter registries do not change it.
     *
     * @param name the name
     * @return whether the name is plain
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
