package io.github.buffer4j.benchmark;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One of the compared implementations, and the JVM that it runs in.
 *
 * @param name the name
 * @param peer the peer
 * @param options additional JVM options
 * @param classes a class path with another build of the buffers, or an empty text for this build
 */
record Side(String name, Peer peer, List<String> options, String classes) {

    private static final int PATIENCE_SECONDS = 60;

    /**
     * Returns the sides that the system properties specify. {@code jmh.peers} lists the peers. The buffer runs with the
     * JVM options {@code jmh.options}. It is measured a second time, as {@code OTHER_BUFFER}, if {@code
     * jmh.other.options} or {@code jmh.other.classes} is set.
     */
    static List<Side> all() {
        List<Side> sides = new ArrayList<>();
        for (String name :
                property("jmh.peers", "ARRAY_BLOCKING_QUEUE,BLOCK_BUFFER").split(",")) {
            Peer peer = Peer.valueOf(name);
            sides.add(new Side(name, peer, peer == Peer.BLOCK_BUFFER ? words("jmh.options") : List.of(), ""));
        }
        Side other = new Side(
                "OTHER_BUFFER", Peer.BLOCK_BUFFER, words("jmh.other.options"), property("jmh.other.classes", ""));
        if (!other.options.isEmpty() || !other.classes.isEmpty()) {
            if (!other.classes.isEmpty() && !new File(other.classes).exists()) {
                throw new IllegalArgumentException("no such class path: " + other.classes);
            }
            sides.add(other);
        }
        return sides;
    }

    /** Returns a system property, or a default if it is absent or blank: Maven passes unset properties as blanks. */
    static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isBlank() ? otherwise : value;
    }

    private static List<String> words(String property) {
        return Arrays.stream(property(property, "").split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Runs a process of this side and returns its output lines, or none if it fails. */
    List<String> run(ComparisonCell cell, Load load) throws IOException, InterruptedException {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        String processors = property("jmh.taskset", "");
        if (!processors.isEmpty()) {
            command.addAll(List.of("taskset", "-c", processors));
        }
        command.addAll(
                List.of(System.getProperty("java.home") + "/bin/java", "-Xms2g", "-Xmx2g", "-XX:+UseParallelGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", classes.isEmpty() ? classPath : classes + File.pathSeparator + classPath));
        command.addAll(List.of(TrialMain.class.getName(), cell.name(), peer.name(), load.name()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return List.of();
        }
        return process.exitValue() == 0 ? process.inputReader().lines().toList() : List.of();
    }
}
