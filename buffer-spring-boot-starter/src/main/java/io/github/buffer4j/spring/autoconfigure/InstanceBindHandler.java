package io.github.buffer4j.spring.autoconfigure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.convert.ConverterNotFoundException;

/**
 * Binds each instance and each template on top of the defaults, and an empty one ({@code orders:}) to the defaults
 * alone. Empty options of listeners, of the health, of a shared buffer and of events are no options.
 */
final class InstanceBindHandler extends AbstractBindHandler {

    private final Supplier<BufferProperties> defaults;
    private final Map<String, ConfigurationPropertyName> keys = new HashMap<>();
    private final Map<String, ConfigurationPropertyName> templates = new HashMap<>();
    private final Map<String, ConfigurationPropertyName> listeners = new HashMap<>();
    private final Set<ConfigurationPropertyName> scalars = new HashSet<>();

    InstanceBindHandler(BindHandler parent, Supplier<BufferProperties> defaults) {
        super(parent);
        this.defaults = defaults;
    }

    /** The key of an instance. */
    ConfigurationPropertyName key(String name) {
        return Objects.requireNonNull(keys.get(name), name);
    }

    /** The key of a template. */
    ConfigurationPropertyName templateKey(String name) {
        return Objects.requireNonNull(templates.get(name), name);
    }

    /** The keys of all listeners, by id. */
    Map<String, ConfigurationPropertyName> listeners() {
        return listeners;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        if (isComponent(name, target)) {
            return null;
        }
        if (BufferKeys.INSTANCES.isParentOf(name)) {
            keys.put(name.getLastElement(Form.ORIGINAL), name);
            return super.onStart(name, target.withExistingValue((T) defaults.get()), context);
        }
        if (BufferKeys.TEMPLATES.isParentOf(name)) {
            templates.put(name.getLastElement(Form.ORIGINAL), name);
            return super.onStart(name, target.withExistingValue((T) defaults.get()), context);
        }
        if (BufferKeys.LISTENERS.isParentOf(name)) {
            listeners.put(name.getLastElement(Form.ORIGINAL), name);
        }
        return super.onStart(name, target, context);
    }

    /* A size is one value. Its components, to which Spring Boot would bind keys below it, are unknown keys. */
    private boolean isComponent(ConfigurationPropertyName name, Bindable<?> target) {
        Class<?> type = target.getType().resolve();
        if (type == BufferSize.class || type == WaterMarkLevel.class) {
            scalars.add(name);
        }
        return name.getNumberOfElements() > 1 && scalars.contains(name.getParent());
    }

    /** Keeps what is inherited if the options are empty, for which binding returns another object. */
    @Override
    public @Nullable Object onSuccess(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
        boolean nested = result instanceof ListenerProperties
                || result instanceof ListenerRetryProperties
                || result instanceof HealthProperties
                || result instanceof SharedProperties
                || result instanceof EventsProperties;
        Supplier<?> existing = nested ? target.getValue() : null;
        Object value = existing == null ? null : existing.get();
        return super.onSuccess(name, target, context, value == null ? result : value);
    }

    @Override
    public @Nullable Object onFailure(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) throws Exception {
        if (error instanceof ConverterNotFoundException
                && target.getType().resolve() == BufferProperties.class
                && isEmpty(name, context)) {
            return super.onSuccess(name, target, context, defaults.get());
        }
        return super.onFailure(name, target, context, error);
    }

    private static boolean isEmpty(ConfigurationPropertyName name, BindContext context) {
        return context.getBinder()
                .bind(name, Bindable.of(String.class))
                .map(String::isEmpty)
                .orElse(false);
    }
}
