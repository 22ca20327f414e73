package io.github.buffer4j.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.ResolvableType;

class ElementTypeParserTest {

    private static final Map<String, List<Long[]>> NESTED = Map.of();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            java.lang.String                                 | java.lang.String
            java.util.Map$Entry< java.lang.String , byte[] > | java.util.Map$Entry<java.lang.String, byte[]>
            java.util.List<java.util.List<java.lang.Long>>   | java.util.List<java.util.List<java.lang.Long>>
            byte[]                                           | byte[]
            java.lang.String[][]                             | java.lang.String[][]
            """)
    void readsATypeAsJavaWritesIt(String text, String type) {
        assertThat(parse(text)).hasToString(type);
    }

    @Test
    void theTypeFitsTheOneOfAnInjectionPoint() throws NoSuchFieldException {
        ResolvableType type = parse("java.util.Map<java.lang.String, java.util.List<java.lang.Long[]>>");
        assertThat(ResolvableType.forField(getClass().getDeclaredField("NESTED"))
                        .isAssignableFrom(type))
                .isTrue();
        assertThat(parse("byte[]").resolve()).isEqualTo(byte[].class);
        assertThat(NESTED).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            com.acme.Order                              | no such class exists
            int                                         | no such class exists
            java.util.List<int>                         | no such class exists
            java.util.List<com.acme.Order>              | the class 'com.acme.Order' does not exist
            java.util.List<?>                           | the class '?' does not exist
            java.util.List<java.lang.Long               | a '>' is missing
            java.util.List<java.lang.Long>>             | '>' is unexpected
            java.lang.String[                           | a ']' is missing
            java.util.List<java.lang.Long>[]            | arrays of parameterized types are not supported
            java.util.Map<java.lang.Long>               | java.util.Map has 2 type parameters, not 1
            """)
    void describesTheProblem(String text, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessage(reason);
    }

    private static ResolvableType parse(String text) {
        return ElementTypeParser.parse(text, ElementTypeParserTest.class.getClassLoader());
    }
}
