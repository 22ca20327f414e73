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

/** Binds each instance on top of the defaults, and an empty one ({@code orders:}) to the defaults alone. */
final class InstanceBindHandler extends AbstractBindHandler {

    private final Supplier<BufferProperties> defaults;
    private final Map<String, ConfigurationPropertyName> keys = new HashMap<>();

    InstanceBindHandler(BindHandler parent, Supplier<BufferProperties> defaults) {
        super(parent);
        this.defaults = defaults;
    }

    /** The key of an instance. */
    ConfigurationPropertyName key(String name) {
        return Objects.requireNonNull(keys.get(name), name);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        if (BufferKeys.INSTANCES.isParentOf(name)) {
            keys.put(name.getLastElement(Form.ORIGINAL), name);
            return super.onStart(name, target.withExistingValue((T) defaults.get()), context);
        }
        return super.onStart(name, target, context);
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
