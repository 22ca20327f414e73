package io.github.buffer4j.spring;

import static java.util.stream.Collectors.joining;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Types, annotations and values as they are written in source. Types of {@code java.lang} and of the package at hand
 * have their simple names, others their qualified ones.
 */
final class ApiNames {

    /* Annotations of other packages are read by frameworks, and are the business of the tests of what they do. */
    private static final Set<String> ANNOTATIONS =
            Set.of("java.lang", "java.lang.annotation", "org.jspecify.annotations");

    private final String home;

    ApiNames(String home) {
        this.home = home;
    }

    String name(Class<?> type) {
        if (type.isArray()) {
            return name(type.getComponentType()) + "[]";
        }
        String name = type.getCanonicalName();
        String inPackage = type.getPackageName();
        boolean simple = !type.isPrimitive() && (inPackage.equals("java.lang") || inPackage.equals(home));
        return simple ? name.substring(inPackage.length() + 1) : name;
    }

    String type(AnnotatedType type) {
        String annotations = annotations(type);
        if (type instanceof AnnotatedArrayType array) {
            String component = type(array.getAnnotatedGenericComponentType());
            return component + (annotations.isEmpty() ? "[]" : " " + annotations + "[]");
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            String lower = types(wildcard.getAnnotatedLowerBounds(), " & ");
            String upper = types(wildcard.getAnnotatedUpperBounds(), " & ");
            return lower.isEmpty() ? upper.equals("Object") ? "?" : "? extends " + upper : "? super " + lower;
        }
        if (type instanceof AnnotatedParameterizedType parameterized) {
            String arguments = types(parameterized.getAnnotatedActualTypeArguments(), ", ");
            return annotations + name(rawType(type)) + (arguments.isEmpty() ? "" : "<" + arguments + ">");
        }
        return annotations
                + (type.getType() instanceof TypeVariable<?> variable ? variable.getName() : name(rawType(type)));
    }

    Class<?> rawType(AnnotatedType type) {
        Type raw = type.getType();
        return (Class<?>) (raw instanceof ParameterizedType parameterized ? parameterized.getRawType() : raw);
    }

    String typeParameter(TypeVariable<?> variable) {
        String bounds = types(variable.getAnnotatedBounds(), " & ");
        return variable.getName() + (bounds.equals("Object") ? "" : " extends " + bounds);
    }

    private String types(AnnotatedType[] types, String separator) {
        return Arrays.stream(types).map(this::type).collect(joining(separator));
    }

    /** Returns the annotations that change what callers can do, each with a space after it. */
    String annotations(AnnotatedElement element) {
        return Arrays.stream(element.getDeclaredAnnotations())
                .filter(annotation ->
                        ANNOTATIONS.contains(annotation.annotationType().getPackageName()))
                .map(annotation -> value(annotation) + " ")
                .sorted()
                .collect(joining());
    }

    /** Returns the value of a constant or of an attribute of an annotation. */
    String value(Object value) {
        if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(index -> value(Array.get(value, index)))
                    .collect(joining(", ", "{", "}"));
        }
        if (value instanceof String) {
            return '"' + value.toString().replace("\n", "\\n") + '"';
        }
        if (value instanceof Class<?> type) {
            return name(type) + ".class";
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value instanceof Annotation annotation ? annotation(annotation) : value.toString();
    }

    private String annotation(Annotation annotation) {
        Class<?> type = annotation.annotationType();
        String attributes = Stream.of(type.getDeclaredMethods())
                .sorted(Comparator.comparing(Method::getName))
                .filter(attribute -> !value(attribute(attribute, annotation)).equals(defaultValue(attribute)))
                .map(attribute -> attribute.getName() + " = " + value(attribute(attribute, annotation)))
                .collect(joining(", "));
        return "@" + type.getSimpleName() + (attributes.isEmpty() ? "" : "(" + attributes + ")");
    }

    private String defaultValue(Method attribute) {
        Object value = attribute.getDefaultValue();
        return value == null ? "none" : value(value);
    }

    private static Object attribute(Method attribute, Annotation annotation) {
        try {
            return attribute.invoke(annotation);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
