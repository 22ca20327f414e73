package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.BufferReader;
import io.github.buffer4j.BufferWriter;
import java.util.List;
import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Registers a bean definition for each instance, unless the application has a buffer of that name itself, and an alias in
 * camel case for a name in kebab case.
 */
final class BufferRegistrar implements ImportBeanDefinitionRegistrar {

    private static final Log LOGGER = LogFactory.getLog(BufferRegistrar.class);
    private static final String FACTORY = BufferFactory.class.getName();
    private static final List<Class<?>> BUFFER_TYPES = List.of(Buffer.class, BufferWriter.class, BufferReader.class);

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
        BufferInstances instances = new BufferInstances(environment);
        registry.registerBeanDefinition(FACTORY, new RootBeanDefinition(BufferFactory.class));
        List<String> free = instances.names().stream()
                .filter(name -> isFree(name, instances, registry))
                .toList();
        free.forEach(name -> registry.registerBeanDefinition(name, definition(name, instances)));
        instances.names().forEach(name -> registerAlias(name, registry));
        List<String> untyped = free.stream()
                .filter(name -> instances.properties(name).getElementType() == null)
                .toList();
        if (!untyped.isEmpty()) {
            LOGGER.info("Buffers without an element-type, injected whatever the type of the elements: "
                    + String.join(", ", untyped));
        }
    }

    private boolean isFree(String name, BufferInstances instances, BeanDefinitionRegistry registry) {
        if (!registry.isBeanNameInUse(name)) {
            return true;
        }
        if (BUFFER_TYPES.stream().anyMatch(type -> beanFactory.isTypeMatch(name, type))) {
            LOGGER.debug("The application's own bean '" + name + "' takes the place of the instance");
            return false;
        }
        throw new BufferConfigurationException(
                instances.key(name),
                null,
                null,
                "there is a bean of that name already, of the type "
                        + Objects.toString(beanFactory.getType(name), "that is not known"),
                "Give the buffer another name.");
    }

    private static void registerAlias(String name, BeanDefinitionRegistry registry) {
        String alias = camelCase(name);
        if (!registry.isBeanNameInUse(alias)) {
            registry.registerAlias(name, alias);
        }
    }

    private static String camelCase(String name) {
        String[] words = StringUtils.tokenizeToStringArray(name, "-");
        for (int i = 1; i < words.length; i++) {
            words[i] = StringUtils.capitalize(words[i]);
        }
        return String.join("", words);
    }

    private RootBeanDefinition definition(String name, BufferInstances instances) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName("create");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setTargetType(type(name, instances));
        definition.setResourceDescription("property " + instances.key(name));
        return definition;
    }

    private ResolvableType type(String name, BufferInstances instances) {
        BufferProperties properties = instances.properties(name);
        Class<?> bufferClass = properties.getType().bufferClass();
        String elementType = properties.getElementType();
        if (elementType == null) {
            return ResolvableType.forClass(bufferClass);
        }
        Class<?> elementClass = resolve(elementType);
        if (elementClass == null || elementClass.isPrimitive()) {
            throw instances.invalid(
                    name,
                    "element-type",
                    "there is no class of that name",
                    "Use the full name of a class or interface, such as java.lang.String or com.acme.Shop$Order.");
        }
        return ResolvableType.forClassWithGenerics(bufferClass, elementClass);
    }

    private @Nullable Class<?> resolve(String className) {
        return ClassUtils.isPresent(className, classLoader)
                ? ClassUtils.resolveClassName(className, classLoader)
                : null;
    }
}
