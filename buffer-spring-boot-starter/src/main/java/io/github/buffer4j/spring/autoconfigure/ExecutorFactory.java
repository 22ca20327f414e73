package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import io.github.buffer4j.spring.executor.BufferTaskExecutor;
import io.github.buffer4j.spring.listener.BufferListeners;
import io.github.buffer4j.spring.listener.ListenerSpec;
import io.github.buffer4j.spring.listener.ListenerStart;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/** The factory of the task executors whose bean definitions {@link ExecutorDefinitions} registers. */
final class ExecutorFactory implements AopInfrastructureBean {

    private final BeanFactory beanFactory;
    private final BufferInstances instances;
    private final Environment environment;

    ExecutorFactory(BeanFactory beanFactory, BufferInstances instances, Environment environment) {
        this.beanFactory = beanFactory;
        this.instances = instances;
        this.environment = environment;
    }

    BufferTaskExecutor create(String name) {
        BufferProperties properties = instances.properties(name);
        ExecutorProperties executor = Objects.requireNonNull(properties.getExecutor());
        @SuppressWarnings("unchecked")
        Buffer<Runnable> queue = beanFactory.getBean(name, Buffer.class);
        ListenerSpec spec = ListenerSpec.builder(ExecutorDefinitions.beanName(name), name)
                .concurrency(executor.getConcurrency())
                .virtualThreads(executor.getThreads().areVirtual(environment))
                .start(ListenerStart.MANUAL)
                .stopTimeout(properties.drainTimeoutOrDefault())
                .observe(false)
                .outlastsBuffer(true)
                .build();
        return new BufferTaskExecutor(
                spec,
                queue,
                executor.whenFull(properties.getType()),
                decorator(properties.propagatesContext() || instances.executorsPropagate()),
                beanFactory.getBean(BufferListeners.class));
    }

    /* Without the decorator of Spring Boot where the buffer carries the context, or is not to do so. */
    private @Nullable TaskDecorator decorator(boolean withoutContext) {
        List<TaskDecorator> decorators = beanFactory
                .getBeanProvider(TaskDecorator.class)
                .orderedStream()
                .filter(decorator -> !(withoutContext && decorator instanceof ContextPropagatingTaskDecorator))
                .toList();
        return decorators.isEmpty() ? null : new CompositeTaskDecorator(decorators);
    }
}
