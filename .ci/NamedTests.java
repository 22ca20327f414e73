import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Fails unless one of the selected modules has a test that {@code -Dtest} names. Surefire can only fail in each module
 * without one, which would refuse a test of the starter as soon as the core is built with it.
 *
 * <p>The arguments are the value of {@code -Dtest} and Maven's list of the projects of the session.
 */
final class NamedTests {

    private static final Pattern PROJECT = Pattern.compile("@ ([^@]*)pom\\.xml");

    private NamedTests() {}

    public static void main(String[] arguments) throws IOException {
        String tests = arguments[0];
        if (tests.contains("!") || tests.contains("%regex")) {
            return;
        }
        List<Path> folders = PROJECT.matcher(arguments[1])
                .results()
                .map(project -> Path.of(project.group(1), "src", "test", "java"))
                .filter(Files::isDirectory)
                .toList();
        for (String test : tests.split("\\s*,\\s*")) {
            for (Path folder : folders) {
                if (exists(folder, test)) {
                    return;
                }
            }
        }
        System.err.println("No test of the selected modules matches -Dtest=" + tests);
        System.exit(1);
    }

    private static boolean exists(Path folder, String test) throws IOException {
        String path = test.replaceAll("#.*|\\.java$", "").replace('.', '/');
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:{**/,}" + path + ".java");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> matcher.matches(folder.relativize(file)));
        }
    }
}
