package io.github.buffer4j.spring.listener;

import java.lang.reflect.Method;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.SimpleReflectiveProcessor;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Registers hints for the methods of listeners, and for the properties of elements that are handled in order. */
final class BufferListenerReflectiveProcessor extends SimpleReflectiveProcessor {

    private final BindingReflectionHintsRegistrar elements = new BindingReflectionHintsRegistrar();

    @Override
    protected void registerMethodHint(ReflectionHints hints, Method method) {
        super.registerMethodHint(hints, method);
        boolean ordered = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
                .get(BufferListener.class)
                .getValue("orderedBy", String.class)
                .filter(orderedBy -> !orderedBy.isEmpty())
                .isPresent();
        if (ordered) {
            elements.registerReflectionHints(hints, method.getGenericParameterTypes());
        }
    }
}
