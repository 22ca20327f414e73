package io.github.buffer4j.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Reads a type as it is written in Java, with full names: {@code com.acme.Order},
 * {@code java.util.List<com.acme.Order>} or {@code byte[]}. A nested class stands after a {@code $}; wildcards, and
 * arrays of a type with arguments, are not supported.
 */
final class ElementTypeParser {

    private static final String PUNCTUATION = "<>,[]";

    private final String text;
    private final ClassLoader classLoader;
    private int position;

    private ElementTypeParser(String text, ClassLoader classLoader) {
        this.text = text.replaceAll("\\s", "");
        this.classLoader = classLoader;
    }

    /**
     * Returns the type.
     *
     * @throws IllegalArgumentException if there is no such type; says why, as the end of a sentence
     */
    static ResolvableType parse(String text, ClassLoader classLoader) {
        ElementTypeParser parser = new ElementTypeParser(text, classLoader);
        ResolvableType type = parser.type();
        if (parser.position < parser.text.length()) {
            throw new IllegalArgumentException("'" + parser.text.substring(parser.position) + "' is too much");
        }
        return type;
    }

    private ResolvableType type() {
        Class<?> rawType = rawType();
        List<ResolvableType> arguments = new ArrayList<>();
        if (accept('<')) {
            do {
                arguments.add(type());
            } while (accept(','));
            require('>');
        }
        if (!arguments.isEmpty() && arguments.size() != rawType.getTypeParameters().length) {
            throw new IllegalArgumentException(rawType.getName() + " has " + rawType.getTypeParameters().length
                    + " type parameters, not " + arguments.size());
        }
        ResolvableType type = arguments.isEmpty()
                ? ResolvableType.forClass(rawType)
                : ResolvableType.forClassWithGenerics(rawType, arguments.toArray(ResolvableType[]::new));
        while (accept('[')) {
            require(']');
            if (!arguments.isEmpty()) {
                throw new IllegalArgumentException("an array of a type with arguments is not supported");
            }
            type = ResolvableType.forArrayComponent(type);
        }
        if (type.toClass().isPrimitive()) {
            throw new IllegalArgumentException("there is no class of that name");
        }
        return type;
    }

    private Class<?> rawType() {
        int begin = position;
        while (position < text.length() && PUNCTUATION.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        String name = text.substring(begin, position);
        if (name.isEmpty() || !ClassUtils.isPresent(name, classLoader)) {
            throw new IllegalArgumentException(
                    begin == 0 && position == text.length()
                            ? "there is no class of that name"
                            : "there is no class '" + name + "'");
        }
        return ClassUtils.resolveClassName(name, classLoader);
    }

    private boolean accept(char expected) {
        boolean found = position < text.length() && text.charAt(position) == expected;
        if (found) {
            position++;
        }
        return found;
    }

    private void require(char expected) {
        if (!accept(expected)) {
            throw new IllegalArgumentException("a '" + expected + "' is missing");
        }
    }
}
