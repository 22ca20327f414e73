package io.github.buffer4j.spring.autoconfigure;

import java.beans.PropertyDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * The key of an element: the value of a property such as {@code customer.id}, null if a part of it is null. A property
 * is a component of a record, a getter, or a method of that name. The methods are found once where the type is known,
 * and otherwise once for each class.
 */
final class ElementKey implements Function<Object, @Nullable Object> {

    private static final MethodType TYPE = MethodType.methodType(Object.class, Object.class);

    private final List<Step> steps;

    private ElementKey(List<Step> steps) {
        this.steps = steps;
    }

    /** Returns the value of a property of an object. */
    @FunctionalInterface
    private interface Step {

        @Nullable
        Object read(Object object);
    }

    /**
     * Returns the key of a property.
     *
     * @param path the names, separated by dots
     * @param elementType the type of the elements, which may be unknown
     * @throws IllegalArgumentException if the property does not exist; the message is the end of a sentence
     */
    static ElementKey of(String path, ResolvableType elementType) {
        ResolvableType type = elementType;
        Step[] steps = new Step[0];
        for (String name : path.split("\\.", -1)) {
            Class<?> owner = ClassUtils.resolvePrimitiveIfNecessary(type.toClass());
            Step step;
            if (owner == Object.class) {
                Map<Class<?>, Step> byClass = new ConcurrentHashMap<>();
                step = object -> byClass.computeIfAbsent(object.getClass(), actual -> step(accessor(actual, name)))
                        .read(object);
                type = ResolvableType.NONE;
            } else {
                Method accessor = accessor(owner, name);
                step = step(accessor);
                type = ResolvableType.forMethodReturnType(accessor, owner);
            }
            steps = Stream.concat(Arrays.stream(steps), Stream.of(step)).toArray(Step[]::new);
        }
        return new ElementKey(List.of(steps));
    }

    private static Method accessor(Class<?> type, String name) {
        PropertyDescriptor property = BeanUtils.getPropertyDescriptor(type, name);
        Method accessor = property == null ? null : property.getReadMethod();
        if (accessor == null && StringUtils.hasText(name)) {
            accessor = ReflectionUtils.findMethod(type, name);
        }
        if (accessor == null
                || accessor.getReturnType() == void.class
                || Modifier.isStatic(accessor.getModifiers())
                || accessor.getDeclaringClass() == Object.class) {
            throw new IllegalArgumentException(type.getName() + " has no property '" + name + "'");
        }
        return accessor;
    }

    private static Step step(Method accessor) {
        ReflectionUtils.makeAccessible(accessor);
        try {
            MethodHandle handle = MethodHandles.lookup().unreflect(accessor).asType(TYPE);
            return object -> read(handle, object);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(accessor + " is not accessible", e);
        }
    }

    private static @Nullable Object read(MethodHandle handle, Object object) {
        try {
            return (Object) handle.invokeExact(object);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UndeclaredThrowableException(e);
        }
    }

    @Override
    public @Nullable Object apply(Object element) {
        Object value = element;
        for (int i = 0; i < steps.size() && value != null; i++) {
            value = steps.get(i).read(value);
        }
        return value;
    }
}
