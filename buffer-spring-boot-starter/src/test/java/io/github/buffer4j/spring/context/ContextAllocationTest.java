package io.github.buffer4j.spring.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the context of an element allocates, beside a handler that does nothing. */
@Timeout(120)
class ContextAllocationTest {

    private static String output = "";

    @BeforeAll
    static void measure() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ContextAllocation.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
        System.out.println(output);
    }

    private static double[] bytes(String context) {
        String[] line = output.lines()
                .filter(text -> text.startsWith("bytes " + context + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output))
                .split(" ", -1);
        return new double[] {Double.parseDouble(line[2]), Double.parseDouble(line[3])};
    }

    private static void assertBytes(String context, double writer, double listener) {
        double[] bytes = bytes(context);
        assertThat(bytes[0]).as("writer").isLessThan(writer);
        assertThat(bytes[1]).as("listener").isLessThan(listener);
    }

    @Test
    void withoutACarrierAnElementAllocatesNothing() {
        assertBytes("off", 0.1, 0.1);
    }

    /** Each element is read in an envelope. */
    @Test
    void withACarrierAnElementWithoutContextAllocatesItsEnvelope() {
        assertBytes("nothing", 0.1, 40);
    }

    @Test
    void theContextOfAnElementIsSmall() {
        assertBytes("mdc", 400, 400);
    }

    @Test
    void theTraceOfAnElementIsSmall() {
        assertBytes("trace", 200, 1000);
    }
}
