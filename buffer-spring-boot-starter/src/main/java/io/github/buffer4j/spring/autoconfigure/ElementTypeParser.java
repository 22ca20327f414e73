package io.github.buffer4j.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Parses a type as written in Java, with fully qualified names: {@code com.acme.Order}, {@code
 * java.util.List<com.acme.Order>} or {@code byte[]}. A nested class follows a {@code $}. Wildcards, and arrays of
 * parameterized types, are not supported.
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
     * @throws IllegalArgumentException if the type does not exist; the message is the end of a sentence
     */
    static ResolvableType parse(String text, ClassLoader classLoader) {
        ElementTypeParser parser = new ElementTypeParser(text, classLoader);
        ResolvableType type = parser.type();
        if (parser.position < parser.text.length()) {
            throw new IllegalArgumentException("'" + parser.text.substring(parser.position) + "' is unexpected");
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
                throw new IllegalArgumentException("arrays of parameterized types are not supported");
            }
            type = ResolvableType.forArrayComponent(type);
        }
        if (type.toClass().isPrimitive()) {
            throw new IllegalArgumentException("no such class exists");
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
                            ? "no such class exists"
                            : "the class '" + name + "' does not exist");
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
