package io.github.buffer4j.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what callers can use with the baseline, the files {@code api.txt} of the modules. */
class PublicApiTest {

    private static final Path ROOT = Path.of("..");
    private static final String GONE = "gone or changed, which breaks callers: ";
    private static final String NEW = "new or changed; write the baseline again with mvn -B"
            + " -pl buffer-core,buffer-spring-boot-starter test -Dtest=PublicApiTest -Dbuffer4j.api.write=true: ";

    @ParameterizedTest
    @ValueSource(strings = {"buffer-core", "buffer-spring-boot-starter"})
    void theApiIsThatOfTheBaseline(String module) throws IOException, ReflectiveOperationException, URISyntaxException {
        List<String> api = PublicApi.ofModule(ROOT.resolve(module));
        Path baseline = ROOT.resolve(module).resolve("api.txt");
        if (Boolean.getBoolean("buffer4j.api.write")) {
            Files.write(baseline, api);
        }
        List<String> expected = Files.readAllLines(baseline);
        assertThat(differences(expected, api))
                .as("differences from %s", baseline)
                .isEmpty();
        assertThat(api).as("the sorted lines of %s", baseline).isEqualTo(expected);
    }

    @Test
    void aMemberThatIsAddedIsNoBreak() throws IOException {
        String added = ": public abstract void add()";
        List<String> api = PublicApi.ofType(Released.class);
        List<String> grown = new ArrayList<>(api);
        grown.add(added);
        assertThat(differences(api, grown)).containsExactly(NEW + added);
        assertThat(differences(api, api)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "removed(",
                "LIMIT =",
                "narrowed(",
                "inherited(",
                "staticCall(",
                "returned(",
                "received(",
                "generic(",
                "bounded(",
                "thrown(",
                "nullable(",
                "element(",
                "overridable(",
                "implemented(",
                "attribute(",
                "enum constant OLD",
                "interface Released extends java.util.concurrent.Callable<String>"
            })
    void aBreakIsRefused(String changed) throws IOException {
        String from = Released.class.getCanonicalName();
        List<String> broken = PublicApi.ofType(Broken.class).stream()
                .map(line -> line.replace(Broken.class.getCanonicalName(), from))
                .map(line -> line.replace("PublicApiTest.Broken", "PublicApiTest.Released"))
                .map(line -> line.replace("interface Broken", "interface Released"))
                .toList();
        assertThat(differences(PublicApi.ofType(Released.class), broken))
                .filteredOn(line -> line.startsWith(GONE))
                .anyMatch(line -> line.contains(changed))
                .noneMatch(line -> line.contains("unchanged"));
    }

    private static List<String> differences(List<String> baseline, List<String> api) {
        List<String> differences = new ArrayList<>();
        baseline.stream().filter(line -> !api.contains(line)).forEach(line -> differences.add(GONE + line));
        api.stream().filter(line -> !baseline.contains(line)).forEach(line -> differences.add(NEW + line));
        return differences;
    }

    /** An API as it was released. */
    public interface Released extends Callable<String> {

        int LIMIT = 1;

        void unchanged();

        void removed();

        CharSequence returned();

        void received(CharSequence text);

        List<String> generic();

        <T extends CharSequence> void bounded(T text);

        void thrown();

        @Nullable
        String nullable();

        List<String> element();

        default void implemented() {}

        static void staticCall() {}

        /** A class with a supertype that callers cannot name. */
        abstract class Nested extends ReleasedBase {

            public void narrowed() {}

            public void overridable() {}
        }

        /** An annotation. */
        @interface Marker {

            int attribute() default 1;
        }

        /** An enum. */
        enum Choice {
            OLD
        }
    }

    /** The same API with a break in each member but the first. */
    public interface Broken {

        int LIMIT = 2;

        void unchanged();

        String returned();

        void received(String text);

        List<CharSequence> generic();

        <T> void bounded(T text);

        void thrown() throws IOException;

        String nullable();

        List<@Nullable String> element();

        void implemented();

        void staticCall();

        /** A class with a supertype that callers cannot name. */
        abstract class Nested {

            protected void narrowed() {}

            public final void overridable() {}
        }

        /** An annotation. */
        @interface Marker {

            int attribute();
        }

        /** An enum. */
        enum Choice {
            NEW
        }
    }

    abstract static class ReleasedBase {

        public void inherited() {}
    }
}
