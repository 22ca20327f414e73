package io.github.buffer4j.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The key of a property, element by element. Unlike a {@link ConfigurationPropertyName}, it keeps every character of
 * the name of an instance and of a tag.
 *
 * @param elements the elements, without dots and brackets
 */
record BufferKey(List<String> elements) {

    static final String BUFFERS = "buffers";
    static final String DEFAULTS = "defaults";
    static final String INSTANCES = "instances";
    static final String TAGS = "tags";
    static final String TAG_KEYS = "tag-keys";

    private static final int NAME = 2;
    private static final Pattern ELEMENT = Pattern.compile("\\[([^\\]]*)]|[^.\\[\\]]+");
    private static final Predicate<String> NUMBER = Pattern.compile("\\d+").asMatchPredicate();

    /** Reads a key as Spring Boot does. */
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
        return is(0, BUFFERS);
    }

    boolean isTagKeys() {
        return is(1, TAG_KEYS);
    }

    /** Returns the name of the instance that the key is of; null if it is of none. */
    @Nullable
    String instance() {
        return is(1, INSTANCES) && elements.size() > NAME ? elements.get(NAME) : null;
    }

    /** Returns the key of the tag that the key is of; null if it is of none. */
    @Nullable
    String tag() {
        int tags = tagsIndex();
        return tags > 0 && elements.size() > tags + 1
                ? String.join(".", elements.subList(tags + 1, elements.size()))
                : null;
    }

    private int tagsIndex() {
        if (instance() != null) {
            return is(NAME + 1, TAGS) ? NAME + 1 : -1;
        }
        return is(1, DEFAULTS) && is(2, TAGS) ? 2 : -1;
    }

    private boolean is(int index, String element) {
        return index < elements.size() && Spellings.uniform(elements.get(index)).equals(Spellings.uniform(element));
    }

    /** Returns the name under which all property sources have this property. */
    ConfigurationPropertyName canonical(Spellings names, Spellings tagKeys) {
        ConfigurationPropertyName name = ConfigurationPropertyName.EMPTY;
        for (int i = 0; i < elements.size(); i++) {
            String element = elements.get(i);
            if (i == tagsIndex() + 1 && tag() != null) {
                return name.append("[" + tagKeys.of(tag()) + "]");
            }
            name = NUMBER.test(element)
                    ? name.append("[" + element + "]")
                    : name.append(adapt(i == NAME && instance() != null ? names.of(element) : element));
        }
        return name;
    }

    private static ConfigurationPropertyName adapt(String element) {
        return ConfigurationPropertyName.adapt(element, '.');
    }
}
