package io.github.buffer4j.spring.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
 * Binds each instance on top of the defaults, and an empty one ({@code orders:}) to the defaults alone. Empty options
 * of listeners are no options.
 */
final class InstanceBindHandler extends AbstractBindHandler {

    private final Supplier<BufferProperties> defaults;
    private final Map<String, ConfigurationPropertyName> keys = new HashMap<>();
    private final Map<String, ConfigurationPropertyName> listeners = new HashMap<>();

    InstanceBindHandler(BindHandler parent, Supplier<BufferProperties> defaults) {
        super(parent);
        this.defaults = defaults;
    }

    /** The key of an instance. */
    ConfigurationPropertyName key(String name) {
        return Objects.requireNonNull(keys.get(name), name);
    }

    /** The keys of all listeners, by id. */
    Map<String, ConfigurationPropertyName> listeners() {
        return listeners;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        if (BufferKeys.INSTANCES.isParentOf(name)) {
            keys.put(name.getLastElement(Form.ORIGINAL), name);
            return super.onStart(name, target.withExistingValue((T) defaults.get()), context);
        }
        if (BufferKeys.LISTENERS.isParentOf(name)) {
            listeners.put(name.getLastElement(Form.ORIGINAL), name);
        }
        return super.onStart(name, target, context);
    }

    @Override
    public @Nullable Object onFailure(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) throws Exception {
        Object value = error instanceof ConverterNotFoundException ? valueOfEmpty(target) : null;
        return value != null && isEmpty(name, context)
                ? super.onSuccess(name, target, context, value)
                : super.onFailure(name, target, context, error);
    }

    private @Nullable Object valueOfEmpty(Bindable<?> target) {
        Class<?> type = target.getType().resolve();
        if (type == BufferProperties.class) {
            return defaults.get();
        }
        if (type == ListenerProperties.class || type == ListenerRetryProperties.class) {
            Supplier<?> existing = target.getValue();
            return existing != null
                    ? existing.get()
                    : type == ListenerProperties.class ? new ListenerProperties() : new ListenerRetryProperties();
        }
        return null;
    }

    private static boolean isEmpty(ConfigurationPropertyName name, BindContext context) {
        return context.getBinder()
                .bind(name, Bindable.of(String.class))
                .map(String::isEmpty)
                .orElse(false);
    }
}
