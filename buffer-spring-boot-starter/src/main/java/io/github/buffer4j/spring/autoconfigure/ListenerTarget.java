package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.listener.BufferListener;
import java.lang.reflect.Method;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * A method with {@link BufferListener}.
 *
 * @param beanName the name of the bean
 * @param beanClass the class of the bean, without a proxy
 * @param method the method of that class
 * @param annotation the annotation, with the attributes that a composed annotation overrides
 */
record ListenerTarget(String beanName, Class<?> beanClass, Method method, MergedAnnotation<BufferListener> annotation) {

    /** Returns the id if the annotation has none. */
    String defaultId() {
        return beanName + "-" + method.getName();
    }

    /** Returns the exception for a method that cannot be a listener. */
    BufferConfigurationException invalid(String reason, String allowed) {
        return new BufferConfigurationException(
                "The method " + this + " with @BufferListener is not allowed: " + reason + ".", allowed);
    }

    @Override
    public String toString() {
        return beanClass.getName() + "." + method.getName();
    }
}
