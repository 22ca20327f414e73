package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.BufferReader;
import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.BytesReader;
import io.github.buffer4j.BytesWriter;
import io.github.buffer4j.spring.SharedBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Describes the buffer beans of an application that failed to start, for failure analyses. Never instantiates a bean.
 */
final class BufferBeans {

    /** The interfaces of the two ends of all buffers, each of which has at least one of them. */
    static final List<Class<?>> TYPES =
            List.of(BufferWriter.class, BufferReader.class, BytesWriter.class, BytesReader.class);

    private static final String ASPECT = "org.aspectj.lang.annotation.Aspect";

    private final ConfigurableListableBeanFactory beanFactory;

    BufferBeans(BeanFactory beanFactory) {
        this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
    }

    static boolean isBuffer(@Nullable Class<?> type) {
        return type != null && TYPES.stream().anyMatch(bufferType -> bufferType.isAssignableFrom(type));
    }

    static boolean isBytes(@Nullable Class<?> type) {
        return type != null && (BytesWriter.class.isAssignableFrom(type) || BytesReader.class.isAssignableFrom(type));
    }

    /** Returns the interfaces of a type of buffer that code can inject, as the end of a sentence. */
    static String interfaces(@Nullable Class<?> type) {
        return isBytes(type) ? "BytesWriter or BytesReader" : "Buffer, BufferWriter or BufferReader";
    }

    /** Returns a type as written in code that imports the buffer types. */
    static String text(ResolvableType type) {
        return type.toString().replaceAll("\\bio\\.github\\.buffer4j\\.(spring\\.redis\\.)?(?=[A-Z])", "");
    }

    /** Returns the types of all buffers by bean name. */
    Map<String, ResolvableType> buffers() {
        Map<String, ResolvableType> buffers = new TreeMap<>();
        for (Class<?> type : TYPES) {
            for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false)) {
                buffers.put(name, type(name));
            }
        }
        return buffers;
    }

    private ResolvableType type(String name) {
        ResolvableType type = beanFactory.containsBeanDefinition(name)
                ? beanFactory.getMergedBeanDefinition(name).getResolvableType()
                : ResolvableType.NONE;
        return type.resolve() == null ? ResolvableType.forClass(beanFactory.getType(name, false)) : type;
    }

    /** Returns the buffers on a server, which are injected as interfaces. */
    static List<String> shared(Map<String, ResolvableType> buffers) {
        return buffers.entrySet().stream()
                .filter(buffer ->
                        SharedBuffer.class.isAssignableFrom(buffer.getValue().toClass()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the names and types of all buffers, one per line. */
    static String list(Map<String, ResolvableType> buffers) {
        return buffers.isEmpty()
                ? "No buffers are defined."
                : buffers.entrySet().stream()
                        .map(buffer -> "\t- " + buffer.getKey() + ": " + text(buffer.getValue()))
                        .collect(Collectors.joining("\n", "Available buffers:\n", ""));
    }

    /** Returns the names of the aspects and advisors; those of the application if it has any. */
    List<String> advisors() {
        Map<Integer, List<String>> byRole = Arrays.stream(beanFactory.getBeanDefinitionNames())
                .filter(this::isAdvisor)
                .collect(Collectors.groupingBy(
                        name -> beanFactory.getBeanDefinition(name).getRole()));
        return byRole.keySet().stream()
                .min(Comparator.comparing(role -> role != BeanDefinition.ROLE_APPLICATION))
                .map(byRole::get)
                .orElse(List.of());
    }

    private boolean isAdvisor(String name) {
        Class<?> type = beanFactory.getType(name, false);
        return type != null
                && (Advisor.class.isAssignableFrom(type)
                        || MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY)
                                .isPresent(ASPECT));
    }
}
