package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BytesBuffer;
import io.github.buffer4j.GrowableBuffer;
import io.github.buffer4j.RingBuffer;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.scope.ScopedProxyFactoryBean;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Reports what requires a proxy of a buffer's class, which is final, and how to resolve it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BufferProxyFailureAnalyzer extends AbstractFailureAnalyzer<AopConfigException> {

    private static final List<Class<?>> KINDS =
            List.of(BlockBuffer.class, RingBuffer.class, GrowableBuffer.class, BytesBuffer.class);

    private final ConfigurableListableBeanFactory beanFactory;

    BufferProxyFailureAnalyzer(BeanFactory beanFactory) {
        this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, AopConfigException cause) {
        String bean = nameOfBean(rootFailure);
        Class<?> kind = KINDS.stream()
                .filter(type -> String.valueOf(cause.getMessage()).contains(type.getName()))
                .findFirst()
                .orElse(null);
        if (kind == null || bean == null || !beanFactory.containsBeanDefinition(bean)) {
            return null;
        }
        String interfaces = BufferBeans.interfaces(kind);
        String reason = kind.getSimpleName() + " is final, so only its interfaces can be proxied.";
        BeanDefinition definition = beanFactory.getBeanDefinition(bean);
        if (ScopedProxyFactoryBean.class.getName().equals(definition.getBeanClassName())) {
            return new FailureAnalysis(
                    "The bean '" + bean + "' has a scoped proxy of its class. " + reason,
                    (BufferBeans.isBytes(kind)
                                    ? "Use"
                                    : "Declare the bean as Buffer in place of " + kind.getSimpleName() + ", or use")
                            + " @Scope(proxyMode = ScopedProxyMode.INTERFACES), and inject " + interfaces + ".",
                    cause);
        }
        if (BufferBeans.isBuffer(beanFactory.getType(bean, false))) {
            return new FailureAnalysis(
                    "An aspect or advisor applies to the buffer '" + bean + "', one of "
                            + new BufferBeans(beanFactory).advisors() + ". " + reason,
                    "Exclude the buffer from the pointcut, or annotate the @Bean method with"
                            + " @Proxyable(ProxyType.INTERFACES), and inject " + interfaces + ".",
                    cause);
        }
        return new FailureAnalysis(
                injectionPoint(bean, kind) + ". " + reason,
                "Inject an ObjectProvider<" + kind.getSimpleName() + (BufferBeans.isBytes(kind) ? "" : "<...>")
                        + ">, or " + interfaces
                        + " with @Lazy.",
                cause);
    }

    /* The innermost exception names the bean that was being created when the proxy was requested. */
    private static @Nullable String nameOfBean(Throwable rootFailure) {
        String name = null;
        for (Throwable failure = rootFailure; failure != null; failure = failure.getCause()) {
            if (failure instanceof BeanCreationException creation && creation.getBeanName() != null) {
                name = creation.getBeanName();
            }
        }
        return name;
    }

    private String injectionPoint(String bean, Class<?> kind) {
        Class<?> type = beanFactory.getType(bean, false);
        Stream<Executable> executables = Stream.empty();
        Stream<Field> fields = Stream.empty();
        if (beanFactory.getMergedBeanDefinition(bean) instanceof RootBeanDefinition definition
                && definition.getResolvedFactoryMethod() != null) {
            executables = Stream.of(definition.getResolvedFactoryMethod());
        } else if (type != null) {
            executables = Stream.concat(
                    Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()));
            fields = Arrays.stream(type.getDeclaredFields());
        }
        return Stream.concat(
                        executables.flatMap(executable -> lazyParameters(executable, kind)),
                        fields.filter(field -> field.getType() == kind && field.isAnnotationPresent(Lazy.class))
                                .map(field -> "Field '" + field.getName() + "' in "
                                        + field.getDeclaringClass().getName()))
                .findFirst()
                .map(point -> point + " is lazy, so it needs a proxy")
                .orElse("A dependency of the bean '" + bean + "' needs a proxy");
    }

    private static Stream<String> lazyParameters(Executable executable, Class<?> kind) {
        return Arrays.stream(executable.getParameters())
                .filter(parameter -> parameter.getType() == kind
                        && (parameter.isAnnotationPresent(Lazy.class) || executable.isAnnotationPresent(Lazy.class)))
                .map(parameter -> "Parameter '" + parameter.getName() + "' of "
                        + (executable instanceof Method ? "method " + executable.getName() : "constructor") + " in "
                        + executable.getDeclaringClass().getName());
    }
}
