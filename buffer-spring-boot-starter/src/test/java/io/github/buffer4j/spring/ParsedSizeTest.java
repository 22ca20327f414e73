package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sizes of properties and requests. */
class ParsedSizeTest {

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            0,0,false
            512,512,false
            +16,16,false
            -5,-5,false
            ' 1 000 ',1000,false
            3000000000,3000000000,false
            7B,7,true
            64KB,65536,true
            64 KB,65536,true
            -1MB,-1048576,true
            2GB,2147483648,true
            1TB,1099511627776,true
            """)
    void isANumberOrASizeInBytes(String text, long value, boolean inBytes) {
        assertThat(ParsedSize.of(text)).isEqualTo(new ParsedSize(value, inBytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "many",
                "1.5",
                "1e3",
                "1_000",
                "0x10",
                "#10",
                "010",
                "010KB",
                "64kb",
                "64K",
                "1PB",
                "KB",
                "\u0663",
                "99999999999999999999",
                "9999999999TB"
            })
    void otherTextIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ParsedSize.of(text))
                .withMessage("Not a size: " + text);
    }
}
