package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/** Lists the available buffers with their types if none matches an injection point. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BufferInjectionFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

    private final BufferBeans beans;

    BufferInjectionFailureAnalyzer(BeanFactory beanFactory) {
        this.beans = new BufferBeans(beanFactory);
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, NoSuchBeanDefinitionException cause, @Nullable String description) {
        ResolvableType wanted = cause.getResolvableType();
        if (wanted == null || !BufferBeans.isBuffer(wanted.resolve()) || cause.getNumberOfBeansFound() > 0) {
            return null;
        }
        Map<String, ResolvableType> buffers = beans.buffers();
        return new FailureAnalysis(
                (description == null ? "A component" : description) + " required a " + BufferBeans.text(wanted)
                        + ", but no buffer matches.\n\n" + BufferBeans.list(buffers),
                action(wanted, buffers),
                cause);
    }

    private static String action(ResolvableType wanted, Map<String, ResolvableType> buffers) {
        if (buffers.isEmpty()) {
            return "Declare one under 'buffers.instances', or as a bean.";
        }
        List<String> fitting = buffers.entrySet().stream()
                .filter(buffer -> wanted.isAssignableFrom(buffer.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        String interfaces = BufferBeans.interfaces(wanted.resolve());
        if (fitting.isEmpty() && BufferBeans.isBytes(wanted.resolve())) {
            return "Set 'unit: bytes' for a buffer under 'buffers.instances', or change the injection point to the type"
                    + " of one of them.";
        }
        List<String> shared = BufferBeans.shared(buffers);
        if (fitting.isEmpty()
                && wanted.toClass() != Buffer.class
                && Buffer.class.isAssignableFrom(wanted.toClass())
                && !shared.isEmpty()) {
            return "Shared buffers have no class of a kind: inject " + String.join(", ", shared) + " as " + interfaces
                    + " with that element type. Or change the injection point to the type of another one.";
        }
        return fitting.isEmpty()
                ? "Change the injection point to the type of one of them, or to "
                        + interfaces + " with that element type; or change 'type', 'unit' or 'element-type' under"
                        + " 'buffers.instances'."
                : "The type of " + String.join(", ", fitting)
                        + " matches. If the injection point has a qualifier, check it."
                        + " If an aspect applies to the buffer, it is a proxy: inject " + interfaces + ".";
    }
}
