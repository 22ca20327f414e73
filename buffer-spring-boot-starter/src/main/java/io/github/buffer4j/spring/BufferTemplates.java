package io.github.buffer4j.spring;

import java.util.List;
import java.util.Map;

/**
 * The templates of a {@link BufferRegistry}, from which it creates buffers. Those of an application are under {@code
 * buffers.templates}. Safe for use by any number of threads.
 */
@FunctionalInterface
public interface BufferTemplates {

    /**
     * Creates a buffer of elements, and does not register it.
     *
     * @param name the name of the buffer
     * @param template the name of the template
     * @param tags tags in addition to those of the template, and in place of those with the same keys
     * @return the buffer, with its options
     * @throws UnknownTemplateException if there is no such template
     * @throws IllegalArgumentException if the template is one of bytes; no buffer was built
     * @throws IllegalStateException if a bean has the name of the buffer
     */
    BufferEntry create(String name, String template, Map<String, String> tags);

    /**
     * Creates a buffer of bytes, and does not register it. The default implementation has no template of bytes.
     *
     * @param name the name of the buffer
     * @param template the name of the template
     * @param tags tags in addition to those of the template, and in place of those with the same keys
     * @return the buffer, with its options
     * @throws UnknownTemplateException if there is no such template
     * @throws IllegalArgumentException if the template is one of elements; no buffer was built
     * @throws IllegalStateException if a bean has the name of the buffer
     */
    default BufferEntry createBytes(String name, String template, Map<String, String> tags) {
        throw new UnknownTemplateException(template, List.of());
    }
}
