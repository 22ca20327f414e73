package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.listener.ListenerSpec;
import java.beans.PropertyDescriptor;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.retry.RetryPolicySettings;

/** The keys of a properties class, those of nested classes included, with their defaults. */
final class PropertyKeys {

    private final Map<String, Optional<Object>> defaults = new TreeMap<>();

    private PropertyKeys() {}

    /** Returns the defaults of all keys of a class, empty where there is none. */
    static Map<String, Optional<Object>> of(Class<?> type) {
        PropertyKeys keys = new PropertyKeys();
        keys.add("", type);
        return keys.defaults;
    }

    private void add(String prefix, Class<?> type) {
        Object bean = BeanUtils.instantiateClass(type);
        BeanWrapper values = PropertyAccessorFactory.forBeanPropertyAccess(bean);
        for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
            if (property.getWriteMethod() != null) {
                String key = prefix + DataObjectPropertyName.toDashedForm(property.getName());
                if (isNested(property.getPropertyType())) {
                    add(key + ".", property.getPropertyType());
                } else {
                    Object value = values.getPropertyValue(property.getName());
                    defaults.put(
                            key,
                            Optional.ofNullable(value)
                                    .filter(set -> !(set instanceof Collection || set instanceof Map)));
                }
            }
        }
        appliedLater(bean).forEach((key, value) -> defaults.put(prefix + key, Optional.of(value)));
    }

    private static boolean isNested(Class<?> type) {
        return type.getPackage() == BufferProperties.class.getPackage() && !type.isEnum() && !type.isRecord();
    }

    /* Defaults that are not in the fields, so that a key that is not set can be told from one that is. */
    private static Map<String, Object> appliedLater(Object bean) {
        if (bean instanceof BufferDefaults) {
            BufferProperties buffer = new BufferProperties();
            return Map.of(
                    "capacity", buffer.capacityOrDefault().toInt(),
                    "drain-timeout", buffer.drainTimeoutOrDefault(),
                    "initial-capacity", buffer.initialCapacityOrDefault(),
                    "propagate-context", buffer.propagatesContext());
        }
        if (bean instanceof ListenerRetryProperties) {
            RetryPolicySettings retry = new RetryPolicySettings();
            return Map.of(
                    "max-retries", retry.getMaxRetries(),
                    "delay", retry.getDelay(),
                    "max-delay", ListenerSpecs.DEFAULT_MAX_DELAY,
                    "multiplier", ListenerSpecs.DEFAULT_MULTIPLIER,
                    "jitter", Duration.ZERO);
        }
        if (bean instanceof ListenerProperties) {
            ListenerSpec spec = ListenerSpec.builder("id", "orders").build();
            return Map.of(
                    "concurrency", spec.concurrency(),
                    "batch", ListenerSpecs.DEFAULT_BATCH,
                    "linger", spec.linger(),
                    "start", spec.start(),
                    "threads", ListenerThreads.AUTO,
                    "stop", spec.stop(),
                    "stop-timeout", spec.stopTimeout(),
                    "split", spec.split(),
                    "observe", spec.observe());
        }
        return Map.of();
    }
}
