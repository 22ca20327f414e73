package io.github.buffer4j.spring.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Parses the keys of environment variables, which contain neither dashes nor lower case: both {@code
 * BUFFERS_INSTANCES_ORDEREVENTS_DRAINTIMEOUT} and {@code BUFFERS_INSTANCES_ORDER_EVENTS_DRAIN_TIMEOUT} denote the drain
 * timeout of {@code order-events} if another source spells the name that way.
 */
final class EnvironmentKeys {

    private static final Map<String, PropertyDescriptor> ROOT = keys(BuffersProperties.class);
    private static final Map<String, PropertyDescriptor> DEFAULTS = keys(BufferDefaults.class);
    private static final Map<String, PropertyDescriptor> INSTANCE = keys(BufferProperties.class);

    private static final Map<String, PropertyDescriptor> LISTENER = keys(ListenerProperties.class);
    private static final Map<Class<?>, Map<String, PropertyDescriptor>> NESTED = Map.of(
            ListenerProperties.class,
            LISTENER,
            ListenerRetryProperties.class,
            keys(ListenerRetryProperties.class),
            ExecutorProperties.class,
            keys(ExecutorProperties.class),
            HealthProperties.class,
            keys(HealthProperties.class),
            EventsProperties.class,
            keys(EventsProperties.class));

    private final Spellings names;
    private final Spellings templates;

    /**
     * Creates a parser.
     *
     * @param names the known names of instances
     * @param templates the known names of templates
     */
    EnvironmentKeys(Spellings names, Spellings templates) {
        this.names = names;
        this.templates = templates;
    }

    /** Returns the key that a variable denotes; null if it denotes none. */
    @Nullable
    BufferKey read(ConfigurationPropertyName variable) {
        List<String> parts = IntStream.range(1, variable.getNumberOfElements())
                .mapToObj(i -> variable.getElement(i, Form.ORIGINAL))
                .toList();
        List<String> rest = parts.subList(1, parts.size());
        if (parts.get(0).equals(BufferKeys.INSTANCES_KEY) && !rest.isEmpty()) {
            return buffer(rest, BufferKeys.INSTANCES_KEY, names);
        }
        if (parts.get(0).equals(BufferKeys.TEMPLATES_KEY) && !rest.isEmpty()) {
            return buffer(rest, BufferKeys.TEMPLATES_KEY, templates);
        }
        if (parts.get(0).equals(BufferKeys.LISTENERS_KEY) && !rest.isEmpty()) {
            return listener(rest);
        }
        if (parts.get(0).equals(BufferKeys.DEFAULTS_KEY) && !rest.isEmpty()) {
            return key(rest, DEFAULTS, BufferKeys.DEFAULTS_KEY);
        }
        return key(parts, ROOT);
    }

    /* A name ends where a property key begins; an unknown name contains no underscore. */
    private static @Nullable BufferKey buffer(List<String> parts, String parent, Spellings known) {
        for (int end = 1; end <= parts.size(); end++) {
            String name = String.join("", parts.subList(0, end));
            if (end == 1 || known.contains(name)) {
                BufferKey key = key(parts.subList(end, parts.size()), INSTANCE, parent, name);
                if (key != null) {
                    return key;
                }
            }
        }
        return null;
    }

    /* An id ends where a property key begins, because ids are only known later, from annotations. */
    private static @Nullable BufferKey listener(List<String> parts) {
        for (int end = 1; end <= parts.size(); end++) {
            String id = String.join("", parts.subList(0, end));
            BufferKey key = key(parts.subList(end, parts.size()), LISTENER, BufferKeys.LISTENERS_KEY, id);
            if (key != null) {
                return key;
            }
        }
        return null;
    }

    private static @Nullable BufferKey key(
            List<String> parts, Map<String, PropertyDescriptor> keys, String... parents) {
        List<String> elements = new ArrayList<>(List.of(BufferKeys.ROOT));
        elements.addAll(List.of(parents));
        return parts.isEmpty() || addProperty(parts, keys, elements) ? new BufferKey(elements) : null;
    }

    private static boolean addProperty(
            List<String> parts, Map<String, PropertyDescriptor> keys, List<String> elements) {
        for (int end = 1; end <= parts.size(); end++) {
            PropertyDescriptor property = keys.get(String.join("", parts.subList(0, end)));
            List<String> rest = parts.subList(end, parts.size());
            if (property == null || (!rest.isEmpty() && BeanUtils.isSimpleProperty(property.getPropertyType()))) {
                continue;
            }
            int size = elements.size();
            elements.add(DataObjectPropertyName.toDashedForm(property.getName()));
            Map<String, PropertyDescriptor> nested = NESTED.get(property.getPropertyType());
            if (nested == null || rest.isEmpty()) {
                elements.addAll(rest);
                return true;
            }
            if (addProperty(rest, nested, elements)) {
                return true;
            }
            elements.subList(size, elements.size()).clear();
        }
        return false;
    }

    private static Map<String, PropertyDescriptor> keys(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .filter(property -> property.getWriteMethod() != null)
                .collect(Collectors.toMap(property -> Spellings.uniform(property.getName()), Function.identity()));
    }
}
