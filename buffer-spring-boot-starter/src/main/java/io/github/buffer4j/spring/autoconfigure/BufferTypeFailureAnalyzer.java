package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.spring.SharedBuffer;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanNotOfRequiredTypeException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/** Reports why a named buffer does not have the type that an injection point requires. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BufferTypeFailureAnalyzer extends AbstractInjectionFailureAnalyzer<BeanNotOfRequiredTypeException> {

    private final BufferBeans beans;

    BufferTypeFailureAnalyzer(BeanFactory beanFactory) {
        this.beans = new BufferBeans(beanFactory);
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, BeanNotOfRequiredTypeException cause, @Nullable String description) {
        if (!BufferBeans.isBuffer(cause.getRequiredType())) {
            return null;
        }
        String interfaces = BufferBeans.interfaces(cause.getActualType());
        boolean proxy = Proxy.isProxyClass(cause.getActualType());
        return new FailureAnalysis(
                (description == null ? "A component" : description) + " required the bean '" + cause.getBeanName()
                        + "' as a " + cause.getRequiredType().getSimpleName() + ", but it is "
                        + (proxy
                                ? "a proxy of its interfaces, because an aspect or advisor applies to it, one of "
                                        + beans.advisors() + "."
                                : "a " + BufferBeans.text(ResolvableType.forClass(cause.getActualType())) + ".\n\n"
                                        + BufferBeans.list(beans.buffers())),
                proxy
                        ? "Inject " + interfaces + ", or exclude the buffer from the pointcut."
                        : SharedBuffer.class.isAssignableFrom(cause.getActualType())
                                ? "The buffer is shared: inject " + interfaces + "."
                                : "Inject it as its actual type, or as " + interfaces + ".",
                cause);
    }
}
