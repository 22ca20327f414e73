package io.github.buffer4j.spring.listener;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** Calls a method of a bean. */
final class MethodInvocation implements Invocation {

    private static final MethodType TYPE = MethodType.methodType(Object.class, Object.class);

    private final MethodHandle handle;
    private final boolean batches;
    private final boolean envelopes;
    private final @Nullable Class<?> arrayType;

    private MethodInvocation(MethodHandle handle, boolean batches, boolean envelopes, @Nullable Class<?> arrayType) {
        this.handle = handle;
        this.batches = batches;
        this.envelopes = envelopes;
        this.arrayType = arrayType;
    }

    /**
     * Returns the invocation of a method with one parameter.
     *
     * @param bean the bean
     * @param method a method that the bean has
     * @param batches whether the parameter is a batch
     * @param envelopes whether items are envelopes
     * @param arrayType the type of the items of a batch that is an array; null if it is none
     */
    static Invocation of(Object bean, Method method, boolean batches, boolean envelopes, @Nullable Class<?> arrayType) {
        ReflectionUtils.makeAccessible(method);
        try {
            MethodHandle handle =
                    MethodHandles.lookup().unreflect(method).bindTo(bean).asType(TYPE);
            return new MethodInvocation(handle, batches, envelopes, arrayType);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is not accessible", e);
        }
    }

    @Override
    public boolean takesEnvelopes() {
        return envelopes;
    }

    @Override
    public boolean takesBatches() {
        return batches;
    }

    @Override
    public @Nullable Object invoke(List<?> items) throws Exception {
        if (!batches) {
            return invoke(items.get(0));
        }
        return call(arrayType == null ? items : items.toArray((Object[]) Array.newInstance(arrayType, items.size())));
    }

    @Override
    public @Nullable Object invoke(Object item) throws Exception {
        return batches ? invoke(List.of(item)) : call(item);
    }

    private @Nullable Object call(Object argument) throws Exception {
        try {
            return (Object) handle.invokeExact(argument);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UndeclaredThrowableException(e);
        }
    }
}
