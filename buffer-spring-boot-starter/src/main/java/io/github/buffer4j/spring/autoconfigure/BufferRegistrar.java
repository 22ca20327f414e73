package io.github.buffer4j.spring.autoconfigure;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** Registers a bean definition for each instance whose name is free. */
final class BufferRegistrar implements ImportBeanDefinitionRegistrar {

    private static final String FACTORY = BufferFactory.class.getName();

    private final BufferInstances instances;
    private final ClassLoader classLoader;

    BufferRegistrar(Environment environment, ClassLoader classLoader) {
        this.instances = new BufferInstances(environment);
        this.classLoader = classLoader;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        registry.registerBeanDefinition(FACTORY, new RootBeanDefinition(BufferFactory.class));
        for (String name : instances.names()) {
            if (!registry.isBeanNameInUse(name)) {
                registry.registerBeanDefinition(name, definition(name));
            }
        }
    }

    private RootBeanDefinition definition(String name) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName("create");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setTargetType(type(name, instances.properties(name)));
        definition.setResourceDescription("property buffers.instances." + name);
        return definition;
    }

    private ResolvableType type(String name, BufferProperties properties) {
        Class<?> bufferClass = properties.getType().bufferClass();
        String elementType = properties.getElementType();
        if (elementType == null) {
            return ResolvableType.forClass(bufferClass);
        }
        try {
            return ResolvableType.forClassWithGenerics(bufferClass, ClassUtils.forName(elementType, classLoader));
        } catch (ClassNotFoundException | LinkageError e) {
            throw instances.invalid(name, "element-type", elementType, "There is no class of that name.");
        }
    }
}
