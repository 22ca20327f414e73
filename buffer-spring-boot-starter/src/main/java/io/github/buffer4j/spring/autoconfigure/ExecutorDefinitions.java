package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.executor.BufferTaskExecutor;
import java.util.List;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Registers the bean definitions of the task executors: {@code mailExecutor} for the buffer {@code mail}. Such a bean
 * is injected only where it is named, so that the application's executor is still the one of Spring Boot, unless one of
 * them is to replace it.
 */
final class ExecutorDefinitions {

    private static final String APPLICATION_TASK_EXECUTOR = "applicationTaskExecutor";

    private static final String FACTORY = ExecutorFactory.class.getName();
    private static final String TASK_EXECUTOR = "taskExecutor";
    private static final String DEFAULT = "executor.default";

    private final BufferInstances instances;
    private final BeanDefinitionRegistry registry;

    ExecutorDefinitions(BufferInstances instances, BeanDefinitionRegistry registry) {
        this.instances = instances;
        this.registry = registry;
    }

    /** Returns the name of the executor of a buffer. */
    static String beanName(String buffer) {
        return BufferRegistrar.camelCase(buffer) + "Executor";
    }

    /** Registers those that do not replace the application's executor. */
    void registerNamed() {
        names().stream().filter(name -> !isDefault(name)).forEach(name -> {
            String beanName = beanName(name);
            requireFree(beanName, name);
            RootBeanDefinition definition = definition(name);
            definition.setDefaultCandidate(false);
            registry.registerBeanDefinition(beanName, definition);
        });
    }

    /**
     * Registers the one that replaces the application's executor, if there is one.
     *
     * @param forced whether Spring Boot defines its own executor in any case
     */
    void registerDefault(boolean forced) {
        List<String> names = names().stream().filter(this::isDefault).toList();
        if (names.isEmpty()) {
            return;
        }
        String name = names.get(0);
        if (names.size() > 1) {
            throw instances.invalid(
                    names.get(1),
                    DEFAULT,
                    "the executor of '" + name + "' is the default already",
                    "Set it for one executor only.");
        }
        if (forced) {
            throw instances.invalid(
                    name,
                    DEFAULT,
                    "spring.task.execution.mode=force makes Spring Boot define an executor of this name",
                    "Remove one of the two.");
        }
        requireFree(APPLICATION_TASK_EXECUTOR, name);
        requireFree(beanName(name), name);
        registry.registerBeanDefinition(APPLICATION_TASK_EXECUTOR, definition(name));
        registry.registerAlias(APPLICATION_TASK_EXECUTOR, beanName(name));
        if (!registry.isBeanNameInUse(TASK_EXECUTOR)) {
            registry.registerAlias(APPLICATION_TASK_EXECUTOR, TASK_EXECUTOR);
        }
    }

    private List<String> names() {
        return instances.names().stream()
                .filter(name -> instances.properties(name).getExecutor() != null)
                .toList();
    }

    private boolean isDefault(String name) {
        ExecutorProperties executor = instances.properties(name).getExecutor();
        return executor != null && executor.isDefault();
    }

    private void requireFree(String beanName, String name) {
        if (registry.isBeanNameInUse(beanName)) {
            throw instances.invalid(
                    name,
                    BufferKeys.EXECUTOR,
                    "a bean with the name '" + beanName + "' already exists",
                    "Give the buffer another name, or rename the bean.");
        }
    }

    private RootBeanDefinition definition(String name) {
        if (!registry.containsBeanDefinition(FACTORY)) {
            registry.registerBeanDefinition(FACTORY, new RootBeanDefinition(ExecutorFactory.class));
        }
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName("create");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setTargetType(BufferTaskExecutor.class);
        definition.setAttribute(
                AutoProxyUtils.EXPOSED_INTERFACES_ATTRIBUTE, AutoProxyUtils.ALL_INTERFACES_ATTRIBUTE_VALUE);
        definition.setResourceDescription("property " + instances.key(name) + "." + BufferKeys.EXECUTOR);
        return definition;
    }
}
