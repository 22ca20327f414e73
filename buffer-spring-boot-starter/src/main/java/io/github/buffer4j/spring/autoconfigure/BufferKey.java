package io.github.buffer4j.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The key of a property as a list of elements. Unlike a {@link ConfigurationPropertyName}, it preserves every character
 * of instance names and tag keys.
 *
 * @param elements the elements, without dots and brackets
 */
record BufferKey(List<String> elements) {

    private static final int NAME = 2;
    private static final Pattern ELEMENT = Pattern.compile("\\[([^\\]]*)]|[^.\\[\\]]+");
    private static final Predicate<String> PLAIN =
            Pattern.compile("[A-Za-z0-9-]+").asMatchPredicate();
    private static final Predicate<String> NUMBER = Pattern.compile("\\d+").asMatchPredicate();

    /** Parses a key as Spring Boot does. */
    static BufferKey parse(String key) {
        List<String> elements = new ArrayList<>();
        for (Matcher matcher = ELEMENT.matcher(key); matcher.find(); ) {
            String element = matcher.group(1) == null ? matcher.group() : matcher.group(1);
            if (!element.isEmpty()) {
                elements.add(element);
            }
        }
        return new BufferKey(elements);
    }

    /** Returns whether the key is under {@code buffers}. */
    boolean isOurs() {
        return is(0, BufferKeys.ROOT);
    }

    boolean isTagKeys() {
        return is(1, BufferKeys.TAG_KEYS);
    }

    /** Returns the name of the instance that the key belongs to; null if it belongs to none. */
    @Nullable
    String instance() {
        return is(1, BufferKeys.INSTANCES_KEY) && elements.size() > NAME ? elements.get(NAME) : null;
    }

    /** Returns the name of the template that the key belongs to; null if it belongs to none. */
    @Nullable
    String template() {
        return is(1, BufferKeys.TEMPLATES_KEY) && elements.size() > NAME ? elements.get(NAME) : null;
    }

    /** Returns the id of the listener that the key belongs to; null if it belongs to none. */
    @Nullable
    String listener() {
        return is(1, BufferKeys.LISTENERS_KEY) && elements.size() > NAME ? elements.get(NAME) : null;
    }

    /** Returns the tag key that the key ends with; null if the key is not that of a tag. */
    @Nullable
    String tag() {
        int tags = tagsIndex();
        return tags > 0 && elements.size() > tags + 1
                ? String.join(".", elements.subList(tags + 1, elements.size()))
                : null;
    }

    private int tagsIndex() {
        if (instance() != null || template() != null) {
            return is(NAME + 1, BufferKeys.TAGS) ? NAME + 1 : -1;
        }
        return is(1, BufferKeys.DEFAULTS_KEY) && is(2, BufferKeys.TAGS) ? 2 : -1;
    }

    private boolean is(int index, String element) {
        return index < elements.size() && Spellings.uniform(elements.get(index)).equals(Spellings.uniform(element));
    }

    /** Returns the canonical name of this property, which is the same for all property sources. */
    ConfigurationPropertyName canonical(Spellings names, Spellings templates, Spellings ids, Spellings tagKeys) {
        ConfigurationPropertyName name = ConfigurationPropertyName.EMPTY;
        for (int i = 0; i < elements.size(); i++) {
            String element = elements.get(i);
            if (i == tagsIndex() + 1 && tag() != null) {
                return name.append("[" + tagKeys.of(tag()) + "]");
            }
            if (i == NAME && listener() != null) {
                name = name.append(id(ids.of(element)));
            } else {
                String spelling = i == NAME && instance() != null
                        ? names.of(element)
                        : i == NAME && template() != null ? templates.of(element) : element;
                name = NUMBER.test(element) ? name.append("[" + element + "]") : name.append(adapt(spelling));
            }
        }
        return name;
    }

    private static ConfigurationPropertyName id(String id) {
        return PLAIN.test(id) ? adapt(id) : ConfigurationPropertyName.of("[" + id + "]");
    }

    private static ConfigurationPropertyName adapt(String element) {
        return ConfigurationPropertyName.adapt(element, '.');
    }
}
