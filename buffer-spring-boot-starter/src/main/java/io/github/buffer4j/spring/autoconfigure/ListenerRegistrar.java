package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.BufferEntry;
import io.github.buffer4j.spring.BufferRegistry;
import io.github.buffer4j.spring.listener.BufferListener;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerMethod;
import io.github.buffer4j.spring.listener.ListenerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * Registers the methods with {@link BufferListener} once all singletons exist: all of them, or none if one is invalid.
 */
final class ListenerRegistrar implements SmartInitializingSingleton, AopInfrastructureBean {

    private static final Log LOGGER = LogFactory.getLog(ListenerRegistrar.class);

    private final BufferListeners listeners;
    private final BufferInstances instances;
    private final ListenerFinder finder;
    private final ListenerBuffers buffers;
    private final ListenerSpecs specs;
    private final UnaryOperator<String> placeholders;

    ListenerRegistrar(
            ConfigurableListableBeanFactory beanFactory,
            Environment environment,
            BufferListeners listeners,
            BufferRegistry registry,
            BufferInstances instances) {
        this.listeners = listeners;
        this.instances = instances;
        this.finder = new ListenerFinder(beanFactory);
        this.buffers = new ListenerBuffers(beanFactory, registry, instances);
        this.specs = new ListenerSpecs(beanFactory, environment, buffers);
        EmbeddedValueResolver resolver = new EmbeddedValueResolver(beanFactory);
        this.placeholders = text -> Objects.requireNonNullElse(resolver.resolveStringValue(text), "");
    }

    @Override
    public void afterSingletonsInstantiated() {
        Map<String, ListenerAnnotation> annotations = new LinkedHashMap<>();
        Map<String, ListenerTarget> targets = new LinkedHashMap<>();
        for (ListenerTarget target : finder.find()) {
            ListenerAnnotation annotation = new ListenerAnnotation(target, placeholders);
            String id = annotation.text("id").isBlank() ? target.defaultId() : annotation.text("id");
            refuseDuplicate(id, target, targets);
            targets.put(id, target);
            annotations.put(id, annotation);
        }
        warnOfUnknownIds(targets);
        List<Runnable> registrations = new ArrayList<>();
        targets.forEach((id, target) ->
                registrations.add(registration(id, target, Objects.requireNonNull(annotations.get(id)))));
        registrations.forEach(Runnable::run);
    }

    private void refuseDuplicate(String id, ListenerTarget target, Map<String, ListenerTarget> targets) {
        String uniform = Spellings.uniform(id);
        targets.forEach((otherId, other) -> {
            if (Spellings.uniform(otherId).equals(uniform)) {
                throw duplicate(id, target, "the method " + other + " has the id '" + otherId + "'");
            }
        });
        listeners.ids().forEach(otherId -> {
            if (Spellings.uniform(otherId).equals(uniform)) {
                throw duplicate(id, target, "there is a listener with the id '" + otherId + "'");
            }
        });
    }

    private static BufferConfigurationException duplicate(String id, ListenerTarget target, String reason) {
        return target.invalid(
                "its id is '" + id + "', and " + reason,
                "Set the attribute id to one that differs in more than punctuation or case.");
    }

    /* No failure: a slice of a test, or an application with another profile, lacks some of the listeners. */
    private void warnOfUnknownIds(Map<String, ListenerTarget> targets) {
        Map<String, String> known = targets.keySet().stream().collect(Collectors.toMap(Spellings::uniform, id -> id));
        List<String> unknown = instances.listenerIds().stream()
                .filter(id -> !known.containsKey(Spellings.uniform(id)))
                .toList();
        if (!unknown.isEmpty()) {
            LOGGER.warn("Ids under 'buffers.listeners' that no method with @BufferListener has: "
                    + String.join(", ", unknown) + ". Those that there are: "
                    + String.join(", ", new TreeSet<>(known.values())));
        }
    }

    private Runnable registration(String id, ListenerTarget target, ListenerAnnotation annotation) {
        String buffer = annotation.text("buffer");
        if (buffer.isBlank()) {
            throw target.invalid("it names no buffer", "Name one: @BufferListener(\"...\"). " + buffers.allowed());
        }
        BufferEntry source = buffers.get(buffer, (reason, allowed) -> annotation.invalid("buffer", reason, allowed));
        ResolvableType elementType = buffers.elementType(source);
        ListenerMethod method =
                ListenerMethod.of(finder.bean(target), target.beanClass(), target.method(), elementType);
        if (!method.accepts(elementType)) {
            throw target.invalid(
                    "its parameter is of " + BufferBeans.text(method.elementType()) + ", and the buffer '"
                            + source.name() + "' is of " + BufferBeans.text(elementType),
                    "Use " + BufferBeans.text(elementType) + ", an Envelope of it, or a List or array of either.");
        }
        ListenerOptions options = new ListenerOptions(instances, annotation, id, source.name());
        ListenerSpec spec = specs.create(id, source, method, options);
        return () -> listeners.register(spec, method);
    }
}
