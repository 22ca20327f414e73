package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.listener.BufferListener;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotationConfigurationException;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Finds the methods with {@link BufferListener} of all beans, also of lazy ones, by the types of the beans.
 * Instantiates only beans with such methods.
 */
final class ListenerFinder {

    private static final Log LOGGER = LogFactory.getLog(ListenerFinder.class);

    private final ConfigurableListableBeanFactory beanFactory;

    ListenerFinder(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /**
     * Returns the methods in the order of their beans.
     *
     * @throws BufferConfigurationException if a method cannot be called
     */
    List<ListenerTarget> find() {
        List<ListenerTarget> targets = new ArrayList<>();
        for (String name : beanFactory.getBeanNamesForType(Object.class)) {
            Class<?> type = targetClass(name);
            if (type != null) {
                annotatedMethods(type).forEach((method, annotation) -> {
                    ListenerTarget target = new ListenerTarget(name, type, method, annotation);
                    validate(target);
                    targets.add(target);
                });
            }
        }
        return targets;
    }

    private @Nullable Class<?> targetClass(String name) {
        try {
            Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, name);
            return type != null && Proxy.isProxyClass(type) && beanFactory.isSingleton(name)
                    ? AopProxyUtils.ultimateTargetClass(beanFactory.getBean(name))
                    : type;
        } catch (BeansException | LinkageError e) {
            LOGGER.debug("The type of the bean '" + name + "' is unknown, so that it has no listeners", e);
            return null;
        }
    }

    /* A method may mention a class that is missing, such as one of an optional dependency. */
    private static Map<Method, MergedAnnotation<BufferListener>> annotatedMethods(Class<?> type) {
        if (type.getName().startsWith("org.springframework.")
                || !AnnotationUtils.isCandidateClass(type, BufferListener.class)) {
            return Map.of();
        }
        try {
            return MethodIntrospector.selectMethods(type, (MetadataLookup<MergedAnnotation<BufferListener>>) method -> {
                MergedAnnotation<BufferListener> annotation = MergedAnnotations.from(
                                method, SearchStrategy.TYPE_HIERARCHY)
                        .get(BufferListener.class);
                return annotation.isPresent() ? annotation : null;
            });
        } catch (AnnotationConfigurationException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOGGER.debug("The methods of " + type + " are unknown, so that it has no listeners", e);
            return Map.of();
        }
    }

    private void validate(ListenerTarget target) {
        Method method = target.method();
        String name = target.beanName();
        if (ScopedProxyUtils.isScopedTarget(name) || !beanFactory.isSingleton(name)) {
            throw target.invalid(
                    "the bean '" + name.replaceFirst("^scopedTarget\\.", "") + "' is not a singleton",
                    "Use a bean that is a singleton.");
        }
        if (Modifier.isStatic(method.getModifiers())) {
            throw target.invalid("it is static, and a listener is a method of a bean", "Remove 'static'.");
        }
        if (KotlinDetector.isSuspendingFunction(method)) {
            throw target.invalid(
                    "it is a suspending function", "Remove 'suspend', and call suspending functions in runBlocking.");
        }
        if (method.getParameterCount() != 1) {
            throw target.invalid(
                    "it has " + method.getParameterCount() + " parameters",
                    "Use one parameter: an element, an Envelope, or a List or array of either.");
        }
    }

    /**
     * Returns the bean of a method.
     *
     * @throws BufferConfigurationException if the bean is a proxy that cannot call the method
     */
    Object bean(ListenerTarget target) {
        Object bean = beanFactory.getBean(target.beanName());
        Method method = target.method();
        if (AopUtils.isAopProxy(bean)) {
            if (Modifier.isPrivate(method.getModifiers())) {
                throw target.invalid(
                        "it is private, and the bean '" + target.beanName() + "' is a proxy", "Remove 'private'.");
            }
            if (AopUtils.isCglibProxy(bean) && Modifier.isFinal(method.getModifiers())) {
                throw target.invalid(
                        "it is final, and the bean '" + target.beanName() + "' is a proxy", "Remove 'final'.");
            }
        }
        try {
            AopUtils.selectInvocableMethod(method, bean.getClass());
        } catch (IllegalStateException e) {
            throw target.invalid(
                    "the bean '" + target.beanName() + "' is a proxy of its interfaces, which lack the method",
                    "Declare the method in an interface of the bean, or use a proxy of its class, with"
                            + " spring.aop.proxy-target-class=true.");
        }
        return bean;
    }
}
