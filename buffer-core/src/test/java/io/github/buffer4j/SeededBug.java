package io.github.buffer4j;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;

/**
 * A bug that is put into the main sources on purpose, and the tests that must find it.
 *
 * @param name a description of the bug
 * @param changes the changes of the sources
 * @param detectors the tests that must fail, each as class#method
 */
record SeededBug(String name, List<Change> changes, List<String> detectors) {

    private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "buffer4j");

    /** Text of a source file, which must occur there exactly once, and its replacement. */
    record Change(String file, String from, String to) {

        String in(String source) {
            int at = source.indexOf(from);
            if (at < 0 || source.indexOf(from, at + 1) >= 0) {
                throw new AssertionError("must occur in " + file + " exactly once: " + from);
            }
            return source.substring(0, at) + to + source.substring(at + from.length());
        }
    }

    static SeededBug of(String name) {
        return new SeededBug(name, List.of(), List.of());
    }

    /** Adds a change of the calls that transfer elements. */
    SeededBug change(String from, String to) {
        return change("AbstractBuffer.java", from, to);
    }

    SeededBug change(String file, String from, String to) {
        List<Change> more = new ArrayList<>(changes);
        more.add(new Change(file, from, to));
        return new SeededBug(name, more, detectors);
    }

    SeededBug foundBy(String... tests) {
        return new SeededBug(name, changes, List.of(tests));
    }

    /** Returns the changed sources by the names of their files. */
    Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Change change : changes) {
            String source = sources.get(change.file());
            sources.put(
                    change.file(),
                    change.in(source == null ? Files.readString(SOURCES.resolve(change.file())) : source));
        }
        return sources;
    }

    /** Compiles the changed sources into a folder, which belongs before the main classes on the class path. */
    void compileTo(Path folder) throws IOException {
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources().entrySet()) {
            files.add(Files.writeString(folder.resolve(source.getKey()), source.getValue())
                    .toString());
        }
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages, true);
        List<String> arguments = new ArrayList<>(
                List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")));
        arguments.addAll(files);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        if (javac.run(out, out, arguments.toArray(String[]::new)) != 0) {
            throw new AssertionError("does not compile: " + messages);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
