package io.github.buffer4j.spring.autoconfigure;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.util.ClassUtils;

/** The codecs of shared buffers: the built-in ones, and the RedisSerializer beans. */
final class RedisCodecs {

    private static final String CODEC = BufferKeys.SHARED + ".codec";
    private static final String JSON = "json";
    private static final String STRING = "string";
    private static final String BYTES = "bytes";
    private static final String JACKSON = "tools.jackson.databind.json.JsonMapper";

    private final ConfigurableListableBeanFactory beanFactory;

    RedisCodecs(ConfigurableListableBeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /**
     * Returns the serializer of a buffer.
     *
     * @throws BufferConfigurationException if the codec is unknown, or does not fit the elements
     */
    @SuppressWarnings("unchecked")
    RedisSerializer<Object> serializer(BufferDeclaration declared) {
        String codec = declared.properties().getShared().getCodec();
        return (RedisSerializer<Object>)
                switch (codec) {
                    case JSON -> json(declared);
                    case STRING -> fitting(declared, String.class, RedisSerializer.string());
                    case BYTES -> fitting(declared, byte[].class, RedisSerializer.byteArray());
                    default -> bean(declared, codec);
                };
    }

    private RedisSerializer<?> json(BufferDeclaration declared) {
        if (!ClassUtils.isPresent(JACKSON, beanFactory.getBeanClassLoader())) {
            throw declared.invalid(
                    CODEC,
                    "json needs tools.jackson.core:jackson-databind, which is not on the class path",
                    "Add the dependency org.springframework.boot:spring-boot-starter-jackson, or use " + others()
                            + ".");
        }
        ResolvableType elementType = elementType(declared);
        if (elementType == null) {
            throw declared.invalid(
                    CODEC,
                    "json needs the element-type of the buffer, which is not set",
                    "Set element-type, or use " + others() + ".");
        }
        return JsonCodec.of(beanFactory, elementType);
    }

    private RedisSerializer<?> fitting(BufferDeclaration declared, Class<?> type, RedisSerializer<?> serializer) {
        ResolvableType elementType = elementType(declared);
        if (elementType != null && elementType.resolve() != type) {
            throw declared.invalid(
                    CODEC,
                    "the element-type is " + declared.properties().getElementType() + ", and not " + type.getTypeName(),
                    "Use " + JSON + ", the name of a RedisSerializer bean, or another element-type.");
        }
        return serializer;
    }

    private RedisSerializer<?> bean(BufferDeclaration declared, String name) {
        if (!beanFactory.containsBean(name) || !beanFactory.isTypeMatch(name, RedisSerializer.class)) {
            throw declared.invalid(
                    CODEC, "no RedisSerializer bean has this name", "Use one of: " + String.join(", ", names()) + ".");
        }
        return beanFactory.getBean(name, RedisSerializer.class);
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of(JSON, STRING, BYTES));
        names.addAll(Set.of(beanFactory.getBeanNamesForType(RedisSerializer.class)));
        return names;
    }

    private static String others() {
        return STRING + ", " + BYTES + " or the name of a RedisSerializer bean";
    }

    private @Nullable ResolvableType elementType(BufferDeclaration declared) {
        String elementType = declared.properties().getElementType();
        ClassLoader classLoader =
                Objects.requireNonNullElseGet(beanFactory.getBeanClassLoader(), RedisCodecs.class::getClassLoader);
        return elementType == null ? null : ElementTypeParser.parse(elementType, classLoader);
    }
}
