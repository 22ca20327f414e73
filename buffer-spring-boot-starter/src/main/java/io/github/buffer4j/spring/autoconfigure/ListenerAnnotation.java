package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.Retry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;

/** The attributes of a {@link BufferListener}, with their placeholders replaced. */
final class ListenerAnnotation {

    private static final String PREFIX = "listener";

    private final ListenerTarget target;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final ListenerProperties properties;

    /**
     * Reads an annotation.
     *
     * @param target the method
     * @param placeholders replaces the placeholders of a text
     * @throws BufferConfigurationException if a value is invalid
     */
    ListenerAnnotation(ListenerTarget target, UnaryOperator<String> placeholders) {
        this.target = target;
        MergedAnnotation<BufferListener> annotation = target.annotation();
        MergedAnnotation<Retry> retry = annotation.getAnnotation("retry", Retry.class);
        read(annotation, "", placeholders);
        read(retry, "retry.", placeholders);
        this.properties = bind();
        ListenerRetryProperties retries = properties.getRetry();
        List<Class<? extends Throwable>> includes = exceptions(retry, "exceptionIncludes");
        retries.setExceptionIncludes(includes.isEmpty() ? null : includes);
        List<Class<? extends Throwable>> excludes = exceptions(retry, "exceptionExcludes");
        retries.setExceptionExcludes(excludes.isEmpty() ? null : excludes);
        new ListenerValidator(this::invalid).validate(properties);
    }

    private void read(MergedAnnotation<?> annotation, String prefix, UnaryOperator<String> placeholders) {
        annotation.asMap().forEach((attribute, value) -> {
            if (value instanceof String text && !text.isEmpty()) {
                String key = prefix + DataObjectPropertyName.toDashedForm(attribute);
                texts.put(key, text);
                texts.put(key, replaced(key, text, placeholders));
            }
        });
        texts.values().removeIf(String::isEmpty);
    }

    private String replaced(String key, String text, UnaryOperator<String> placeholders) {
        try {
            return placeholders.apply(text);
        } catch (RuntimeException e) {
            throw invalid(
                    key,
                    "it cannot be evaluated: " + e.getMessage(),
                    "Set the property of the placeholder, or a default.");
        }
    }

    private ListenerProperties bind() {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        texts.forEach((key, text) -> source.put(PREFIX + "." + key, text));
        try {
            return new Binder(source).bindOrCreate(PREFIX, Bindable.of(ListenerProperties.class));
        } catch (BindException e) {
            Class<?> type = e.getTarget().getType().resolve(Object.class);
            throw invalid(
                    e.getName().toString().substring(PREFIX.length() + 1),
                    "it cannot be converted",
                    BindFailure.allowed(type) + ".");
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Class<? extends Throwable>> exceptions(MergedAnnotation<Retry> retry, String attribute) {
        return Arrays.stream(retry.getClassArray(attribute))
                .<Class<? extends Throwable>>map(type -> (Class<? extends Throwable>) type)
                .toList();
    }

    /** Returns the text of an attribute without placeholders; empty if it is not set. */
    String text(String attribute) {
        return texts.getOrDefault(attribute, "");
    }

    /** Returns the values of the attributes that a property has, too. */
    ListenerProperties properties() {
        return properties;
    }

    /** Returns the exception for an invalid value of an attribute. */
    BufferConfigurationException invalid(String key, String reason, String allowed) {
        String text = texts.getOrDefault(key, "");
        return new BufferConfigurationException(
                "The attribute '" + camelCase(key) + "'" + (text.isEmpty() ? "" : " with the value '" + text + "'")
                        + " of @BufferListener at " + target + " is not allowed: " + reason + ".",
                allowed);
    }

    private static String camelCase(String key) {
        String[] words = key.split("-");
        for (int i = 1; i < words.length; i++) {
            words[i] = StringUtils.capitalize(words[i]);
        }
        return String.join("", words);
    }
}
