package io.github.buffer4j.spring.autoconfigure;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Registers the task executor that replaces the one of Spring Boot, which then defines none. */
final class DefaultExecutorRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    DefaultExecutorRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        boolean forced = "force".equalsIgnoreCase(environment.getProperty("spring.task.execution.mode"));
        new ExecutorDefinitions(BufferInstances.of(environment), registry).registerDefault(forced);
    }
}
