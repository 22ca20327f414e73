package io.github.buffer4j.spring.listener;

import io.github.buffer4j.Envelope;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A method of a bean that handles the elements of a buffer. Its parameter is an element, an {@link Envelope}, or a
 * {@link List} or array of either.
 *
 * <p>Immutable.
 */
public final class ListenerMethod {

    private static final String MONO = "reactor.core.publisher.Mono";

    private final Object bean;
    private final Method method;
    private final ResolvableType parameter;
    private final boolean batch;
    private final boolean envelopes;
    private final ResolvableType elementType;
    private final ResolvableType resultType;

    private ListenerMethod(Object bean, Method method, Class<?> beanClass, ResolvableType bufferType) {
        this.bean = bean;
        this.method = method;
        this.parameter = ResolvableType.forMethodParameter(method, 0, beanClass);
        boolean array =
                parameter.isArray() && !parameter.getComponentType().toClass().isPrimitive();
        this.batch =
                !(isKnown(bufferType) && fits(parameter, bufferType)) && (array || parameter.toClass() == List.class);
        ResolvableType item = !batch ? parameter : array ? parameter.getComponentType() : parameter.getGeneric();
        this.envelopes = item.toClass() == Envelope.class;
        this.elementType = envelopes ? item.getGeneric() : item;
        this.resultType = ResolvableType.forMethodReturnType(method, beanClass);
    }

    /**
     * Returns a method of a bean.
     *
     * @param bean the bean, which may be a proxy
     * @param beanClass the class of the bean without a proxy
     * @param method a method of that class with one parameter
     * @param elementType the type of the elements of the buffer; {@link ResolvableType#NONE} if unknown
     * @return the method
     * @throws IllegalArgumentException if the method does not have one parameter
     * @throws IllegalStateException if the method cannot be called through the proxy
     */
    public static ListenerMethod of(Object bean, Class<?> beanClass, Method method, ResolvableType elementType) {
        if (method.getParameterCount() != 1) {
            throw new IllegalArgumentException(method + " must have one parameter");
        }
        AopUtils.selectInvocableMethod(method, bean.getClass());
        return new ListenerMethod(bean, method, beanClass, elementType);
    }

    /**
     * Returns whether the parameter is a batch.
     *
     * @return whether it is a list or array of elements or envelopes
     */
    public boolean takesBatches() {
        return batch;
    }

    /**
     * Returns the type of the elements that the method handles.
     *
     * @return the type; {@link ResolvableType#NONE} if the parameter does not say
     */
    public ResolvableType elementType() {
        return elementType;
    }

    /**
     * Returns whether the method can handle the elements of a buffer.
     *
     * @param type the type of the elements of the buffer; {@link ResolvableType#NONE} if unknown
     * @return false if both types are known and do not fit
     */
    public boolean accepts(ResolvableType type) {
        return !isKnown(type) || !isKnown(elementType) || fits(elementType, type);
    }

    /**
     * Returns whether the method has a result.
     *
     * @return false if it is void, or completes without a value
     */
    public boolean returnsResults() {
        Class<?> type = later().toClass();
        return type != void.class && type != Void.class;
    }

    /**
     * Returns whether a buffer can take the results of the method.
     *
     * @param type the type of the elements of the buffer; {@link ResolvableType#NONE} if unknown
     * @return false if both types are known and do not fit
     */
    public boolean returns(ResolvableType type) {
        ResolvableType result = later();
        return !isKnown(type) || !isKnown(result) || fits(type, result) || returnsSeveral(type, result);
    }

    private static boolean returnsSeveral(ResolvableType type, ResolvableType result) {
        ResolvableType values = result.isArray()
                ? result.getComponentType()
                : Stream.of(Iterable.class, Stream.class)
                        .filter(several -> several.isAssignableFrom(result.toClass()))
                        .map(several -> result.as(several).getGeneric())
                        .findFirst()
                        .orElse(null);
        return values != null && (!isKnown(values) || fits(type, values));
    }

    /* The type of a result that comes later. */
    private ResolvableType later() {
        Class<?> type = resultType.toClass();
        if (CompletionStage.class.isAssignableFrom(type)) {
            return resultType.as(CompletionStage.class).getGeneric();
        }
        return type.getName().equals(MONO) ? resultType.getGeneric() : resultType;
    }

    private static boolean isKnown(ResolvableType type) {
        Class<?> resolved = type.resolve();
        return resolved != null && resolved != Object.class;
    }

    /* A type without arguments fits if its class does. */
    private static boolean fits(ResolvableType to, ResolvableType from) {
        Class<?> target = ClassUtils.resolvePrimitiveIfNecessary(to.toClass());
        Class<?> source = ClassUtils.resolvePrimitiveIfNecessary(from.toClass());
        return target.isAssignableFrom(source)
                && (isRaw(to)
                        || isRaw(from)
                        || to.toClass().isPrimitive()
                        || from.toClass().isPrimitive()
                        || to.isAssignableFrom(from));
    }

    private static boolean isRaw(ResolvableType type) {
        return (!type.hasGenerics() && !type.isArray()) || type.hasUnresolvableGenerics();
    }

    Invocation invocation() {
        Class<?> arrayType =
                batch && parameter.isArray() ? parameter.getComponentType().toClass() : null;
        return MethodInvocation.of(
                bean, AopUtils.selectInvocableMethod(method, bean.getClass()), batch, envelopes, arrayType);
    }

    @Override
    public String toString() {
        return method.toGenericString();
    }
}
