package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.spring.context.ThreadLocalCarrier;
import io.github.buffer4j.spring.context.TracingCarrier;
import java.util.List;
import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Registers a bean definition for each instance, unless the application defines a buffer of that name itself. A name in
 * kebab case gets an alias in camel case.
 */
final class BufferRegistrar implements ImportBeanDefinitionRegistrar {

    /** The name of the bean that carries contexts. There is none unless a buffer has propagate-context. */
    static final String CONTEXT_CARRIER = "io.github.buffer4j.spring.context.ContextCarrier";

    private static final Log LOGGER = LogFactory.getLog(BufferRegistrar.class);
    private static final String TRACER = "io.micrometer.tracing.Tracer";
    private static final String FACTORY = BufferFactory.class.getName();

    private final Environment environment;
    private final BeanFactory beanFactory;
    private final ClassLoader classLoader;

    BufferRegistrar(Environment environment, BeanFactory beanFactory, ClassLoader classLoader) {
        this.environment = environment;
        this.beanFactory = beanFactory;
        this.classLoader = classLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        BootVersion.require(SpringBootVersion.getVersion());
        BufferInstances instances = BufferInstances.of(environment);
        registry.registerBeanDefinition(FACTORY, new RootBeanDefinition(BufferFactory.class));
        if (instances.declared().anyMatch(declared -> declared.properties().propagatesContext())) {
            registry.registerBeanDefinition(CONTEXT_CARRIER, contextCarrier());
        }
        if (instances.declared().anyMatch(declared -> declared.properties().onServer())) {
            RedisDefinitions.register(registry);
        }
        List<String> free = instances.names().stream()
                .filter(name -> isFree(name, instances, registry))
                .toList();
        free.forEach(name -> registry.registerBeanDefinition(name, definition(name, instances)));
        instances.templates().forEach(this::elementType);
        instances.names().forEach(name -> registerAlias(name, registry));
        new ExecutorDefinitions(instances, registry).registerNamed();
        warnOfParent(instances);
        List<String> untyped = free.stream()
                .filter(name -> instances.properties(name).getUnit() == BufferUnit.ELEMENTS
                        && instances.properties(name).getElementType() == null)
                .toList();
        if (!untyped.isEmpty()) {
            LOGGER.info("Buffers without an element-type, which match injection points of any element type: "
                    + String.join(", ", untyped));
        }
    }

    /* Not injected where the application wants a carrier of its own. */
    private RootBeanDefinition contextCarrier() {
        RootBeanDefinition carrier = ClassUtils.isPresent(TRACER, classLoader)
                ? new RootBeanDefinition(TracingCarrier.class)
                : new RootBeanDefinition(ThreadLocalCarrier.class);
        carrier.setAutowireCandidate(false);
        carrier.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        return carrier;
    }

    private boolean isFree(String name, BufferInstances instances, BeanDefinitionRegistry registry) {
        if (!registry.isBeanNameInUse(name)) {
            return true;
        }
        if (isBuffer(name, beanFactory)) {
            if (instances.properties(name).getExecutor() != null) {
                throw instances.invalid(
                        name,
                        BufferKeys.EXECUTOR,
                        "the application's own bean '" + name + "' replaces the instance",
                        "Remove the bean, or create a BufferTaskExecutor in the application.");
            }
            LOGGER.debug("The application's own bean '" + name + "' replaces the instance");
            return false;
        }
        throw new BufferConfigurationException(
                instances.key(name),
                null,
                null,
                "a bean of this name already exists, of type " + Objects.toString(beanFactory.getType(name), "unknown"),
                "Give the buffer another name.");
    }

    private static boolean isBuffer(String name, BeanFactory beanFactory) {
        return BufferBeans.TYPES.stream().anyMatch(type -> beanFactory.isTypeMatch(name, type));
    }

    /* Both contexts read the same configuration, so a writer and a reader may get different buffers. */
    private void warnOfParent(BufferInstances instances) {
        BeanFactory parent = beanFactory instanceof HierarchicalBeanFactory child ? child.getParentBeanFactory() : null;
        if (parent != null) {
            List<String> twice = instances.names().stream()
                    .filter(name -> parent.containsBean(name) && isBuffer(name, parent))
                    .toList();
            if (!twice.isEmpty()) {
                LOGGER.warn("Buffers that the parent context also defines: " + String.join(", ", twice)
                        + ". This context has separate buffers of these names. If this is not intended, set"
                        + " buffers.enabled=false in one of the two contexts");
            }
        }
    }

    private static void registerAlias(String name, BeanDefinitionRegistry registry) {
        String alias = camelCase(name);
        if (!registry.isBeanNameInUse(alias)) {
            registry.registerAlias(name, alias);
        }
    }

    static String camelCase(String name) {
        String[] words = StringUtils.tokenizeToStringArray(name, "-");
        for (int i = 1; i < words.length; i++) {
            words[i] = StringUtils.capitalize(words[i]);
        }
        return String.join("", words);
    }

    /* The buffer classes are final: an aspect can only apply to a proxy of their interfaces. */
    private RootBeanDefinition definition(String name, BufferInstances instances) {
        RootBeanDefinition definition = new RootBeanDefinition();
        if (instances.properties(name).onServer()) {
            definition.setFactoryBeanName(RedisDefinitions.FACTORY);
            definition.setFactoryMethodName("create");
            definition.setDestroyMethodName("detach");
        } else {
            definition.setFactoryBeanName(FACTORY);
            definition.setFactoryMethodName(
                    instances.properties(name).getUnit() == BufferUnit.BYTES ? "createBytes" : "create");
        }
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setTargetType(type(name, instances));
        definition.setAttribute(
                AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE, AutoProxyUtils.ALL_INTERFACES_ATTRIBUTE_VALUE);
        definition.setResourceDescription("property " + instances.key(name));
        return definition;
    }

    private ResolvableType type(String name, BufferInstances instances) {
        BufferDeclaration declared = instances.declaration(name);
        if (declared.properties().getUnit() == BufferUnit.BYTES) {
            return ResolvableType.forClass(BytesBuffer.class);
        }
        Class<?> bufferClass = declared.properties().onServer()
                ? RedisDefinitions.bufferClass()
                : declared.properties().getType().bufferClass();
        ResolvableType elementType = elementType(declared);
        return elementType == null
                ? ResolvableType.forClass(bufferClass)
                : ResolvableType.forClassWithGenerics(bufferClass, elementType);
    }

    private @Nullable ResolvableType elementType(BufferDeclaration declared) {
        String elementType = declared.properties().getElementType();
        if (elementType == null) {
            return null;
        }
        try {
            return ElementTypeParser.parse(elementType, classLoader);
        } catch (IllegalArgumentException e) {
            throw declared.invalid(
                    "element-type",
                    Objects.requireNonNull(e.getMessage()),
                    "Use the full name of a class or interface, such as java.lang.String, com.acme.Shop$Order, byte[]"
                            + " or java.util.List<com.acme.Order>."
                            + (BufferKeys.INSTANCES.isParentOf(declared.key()) ? " " + otherTypes(declared) : ""));
        }
    }

    private static String otherTypes(BufferDeclaration declared) {
        return "For any other type declare the buffer as a bean: @Bean BlockBuffer<List<? extends Order>> "
                + camelCase(declared.key().getLastElement(ConfigurationPropertyName.Form.ORIGINAL)) + "() { ... }";
    }
}
