package io.github.buffer4j.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The validated configuration under {@code buffers}. Aspects do not apply to it, because a final class cannot be
 * proxied.
 */
final class BufferInstances implements AopInfrastructureBean {

    private static final String EXECUTORS_PROPAGATE = "spring.task.execution.propagate-context";
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final BufferSources sources;
    private final Binder binder;
    private final BuffersProperties properties;
    private final BufferDeclaration defaults;
    private final Map<String, BufferDeclaration> instances = new LinkedHashMap<>();
    private final Map<String, BufferDeclaration> templates = new TreeMap<>();
    private final Map<String, ConfigurationPropertyName> listenerKeys;
    private final boolean executorsPropagate;

    /**
     * Binds all instances.
     *
     * @throws BufferConfigurationException if the configuration is invalid
     */
    private BufferInstances(Environment environment) {
        this.sources = new BufferSources(environment);
        this.binder = new Binder(sources.sources(), new PropertySourcesPlaceholdersResolver(environment));
        InstanceBindHandler handler = new InstanceBindHandler(
                new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()),
                this::bindDefaults);
        try {
            this.defaults = new BufferDeclaration(BufferKeys.DEFAULTS, bindDefaults(), this::find);
            this.properties = binder.bind(BufferKeys.BUFFERS, Bindable.of(BuffersProperties.class), handler)
                    .orElseGet(BuffersProperties::new);
        } catch (BindException e) {
            throw BindFailure.translate(e, this::find);
        }
        this.listenerKeys = handler.listeners();
        this.executorsPropagate = environment.getProperty(EXECUTORS_PROPAGATE, Boolean.class, false)
                && ClassUtils.isPresent("io.micrometer.context.ContextRegistry", null);
        Map<String, BufferProperties> bound = properties.getInstances();
        Stream.concat(sources.names().stream(), bound.keySet().stream())
                .distinct()
                .forEach(name -> add(name, bound.get(name), handler));
        properties.getTemplates().forEach((name, template) -> {
            spellAfter(template);
            templates.put(name, new BufferDeclaration(handler.templateKey(name), template, this::find));
        });
    }

    /**
     * Returns the validated instances of an environment.
     *
     * @throws BufferConfigurationException if the configuration is invalid
     */
    static BufferInstances of(Environment environment) {
        BufferInstances instances = new BufferInstances(environment);
        new InstanceValidator(instances).validate(instances.properties);
        new EndOrderValidator(instances).validate();
        return instances;
    }

    /*
     * Each call returns a new object, from which an instance starts. The unit, the executor and the properties that
     * order the end are not inherited.
     */
    private BufferProperties bindDefaults() {
        BufferProperties inherited = binder.bind(BufferKeys.DEFAULTS, Bindable.of(BufferProperties.class))
                .orElseGet(BufferProperties::new);
        inherited.setUnit(BufferUnit.ELEMENTS);
        inherited.setAfter(new ArrayList<>());
        inherited.setEnds(BufferEnd.LATE);
        inherited.setExecutor(null);
        return inherited;
    }

    private void add(String name, @Nullable BufferProperties instance, InstanceBindHandler handler) {
        if (instance != null) {
            if (instance.getExecutor() != null && instance.getPropagateContext() == null) {
                instance.setPropagateContext(executorsPropagate);
            }
            spellAfter(instance);
            instances.put(name, new BufferDeclaration(handler.key(name), instance, this::find));
        }
    }

    private void spellAfter(BufferProperties declared) {
        declared.setAfter(declared.getAfter().stream().map(sources::name).toList());
    }

    /** Returns the names of the instances in the order of their position in the configuration. */
    List<String> names() {
        return List.copyOf(instances.keySet());
    }

    /** Returns the properties of one instance; the defaults if the name is not an instance. */
    BufferProperties properties(String name) {
        return declaration(name).properties();
    }

    /** Returns what instances inherit. */
    BufferDeclaration defaults() {
        return defaults;
    }

    /** Returns the declaration of one instance; the defaults if the name is not an instance. */
    BufferDeclaration declaration(String name) {
        return instances.getOrDefault(name, defaults);
    }

    /** Returns the name of an instance as it is spelled in the configuration; another name is returned unchanged. */
    String name(String name) {
        return sources.name(name);
    }

    /** Returns whether executors carry the context of their callers unless their buffers say otherwise. */
    boolean executorsPropagate() {
        return executorsPropagate;
    }

    /** Returns the ids under {@code buffers.listeners}. */
    Set<String> listenerIds() {
        return properties.getListeners().keySet();
    }

    /** Returns the options of a listener; no options if there are none for its id. */
    ListenerProperties listener(String id) {
        ListenerProperties listener = properties.getListeners().get(spelling(id));
        return listener == null ? new ListenerProperties() : listener;
    }

    private String spelling(String id) {
        String uniform = Spellings.uniform(id);
        return listenerIds().stream()
                .filter(other -> Spellings.uniform(other).equals(uniform))
                .findFirst()
                .orElse(id);
    }

    /** Returns the exception for an invalid option of a listener. */
    BufferConfigurationException invalidListener(String id, String property, String reason, String allowed) {
        ConfigurationPropertyName key = BufferDeclaration.append(listenerKey(id), property);
        return BufferDeclaration.invalid(key, find(key), reason, allowed);
    }

    private ConfigurationPropertyName listenerKey(String id) {
        return listenerKeys.getOrDefault(spelling(id), BufferKeys.LISTENERS);
    }

    /** Returns the time after which all buffers are closed when the application shuts down. */
    Duration shutdownTimeout() {
        Duration timeout = properties.getShutdownTimeout();
        return timeout != null
                ? timeout
                : declarations()
                        .map(BufferProperties::drainTimeoutOrDefault)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO)
                        .plus(GRACE);
    }

    /** Returns the number of the latest events that are kept. */
    int history() {
        return properties.getEvents().getHistory();
    }

    /** Returns the allowed tag keys, sorted: those of all instances, and the declared ones. */
    Set<String> tagKeys() {
        Set<String> tagKeys = new TreeSet<>();
        declarations().forEach(declared -> tagKeys.addAll(declared.getTags().keySet()));
        properties.getTagKeys().stream().map(sources::tagKey).forEach(tagKeys::add);
        return tagKeys;
    }

    private Stream<BufferProperties> declarations() {
        return Stream.concat(Stream.of(defaults), declared()).map(BufferDeclaration::properties);
    }

    /** Returns the declarations of all instances, in the order of their names, and of all templates. */
    Stream<BufferDeclaration> declared() {
        return Stream.concat(instances.values().stream(), templates.values().stream());
    }

    /** Returns the names of the templates, sorted. */
    List<String> templateNames() {
        return List.copyOf(templates.keySet());
    }

    /** Returns the declarations of all templates, sorted by name. */
    List<BufferDeclaration> templates() {
        return List.copyOf(templates.values());
    }

    /** Returns the declaration of one template, however its name is spelled; null if there is none. */
    @Nullable
    BufferDeclaration template(String name) {
        return templates.get(sources.template(name));
    }

    /** Returns the first property that is a key, or under it; null if there is none. */
    @Nullable
    ConfigurationProperty firstUnder(ConfigurationPropertyName key) {
        return sources.sources().stream()
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .map(IterableConfigurationPropertySource.class::cast)
                .flatMap(source -> source.stream()
                        .filter(name -> key.equals(name) || key.isAncestorOf(name))
                        .sorted()
                        .map(source::getConfigurationProperty))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Returns the exception for an invalid value, naming the key that holds it: the instance's own or the default. */
    BufferConfigurationException invalid(String name, String property, String reason, String allowed) {
        return declaration(name).invalid(property, reason, allowed);
    }

    /** Returns the exception for an invalid value that belongs to no instance. */
    BufferConfigurationException invalid(String property, String reason, String allowed) {
        ConfigurationPropertyName key = BufferDeclaration.append(BufferKeys.BUFFERS, property);
        return BufferDeclaration.invalid(key, find(key), reason, allowed);
    }

    /** Returns the key of an instance; that of the defaults if the name is not an instance. */
    ConfigurationPropertyName key(String name) {
        return declaration(name).key();
    }

    private @Nullable ConfigurationProperty find(ConfigurationPropertyName key) {
        for (ConfigurationPropertySource source : sources.sources()) {
            ConfigurationProperty property = source.getConfigurationProperty(key);
            if (property != null) {
                return property;
            }
        }
        return null;
    }
}
