package io.github.buffer4j;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The run-time image with JDK classes instrumented by Fray, linked by jlink from the running JDK. */
final class FrayImage {

    private static final String MODULES = "java.se,jdk.unsupported,jdk.management,jdk.attach,jdk.zipfs";
    private static final String INSTRUMENTATION = "fray-instrumentation-jdk-";

    /* The jars on the module path of jlink. */
    private static final List<String> INSTRUMENTING = List.of(
            INSTRUMENTATION,
            "fray-instrumentation-base-",
            "fray-runtime-",
            "asm-",
            "kotlin-stdlib-",
            "kotlin-reflect-");

    private static final List<Path> JARS = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();

    private final Path home;
    private final Path agent;

    private FrayImage(Path home, Path agent) {
        this.home = home;
        this.agent = agent;
    }

    /** Links an image into a folder, or reuses the existing one. */
    static FrayImage in(Path folder) throws IOException, InterruptedException {
        Path home = folder.resolve("java-" + Runtime.version());
        if (!Files.exists(home)) {
            Path linked = Files.createTempDirectory(folder, "jlink").resolve("java");
            link(linked);
            Files.move(linked, home);
        }
        Path agent = folder.resolve("libjvmti.so");
        try (InputStream library = FrayImage.class.getResourceAsStream("/libjvmti.so")) {
            Files.write(agent, Objects.requireNonNull(library, "fray-jvmti").readAllBytes());
        }
        return new FrayImage(home, agent);
    }

    private static void link(Path home) throws IOException, InterruptedException {
        String modulePath = JARS.stream()
                .filter(jar -> INSTRUMENTING.stream().anyMatch(nameOf(jar)::startsWith))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
                "-J-javaagent:" + jar(INSTRUMENTATION),
                "-J--module-path=" + modulePath,
                "-J--class-path=" + modulePath,
                "-J--add-modules=org.pastalab.fray.instrumentation.jdk",
                "--add-modules=" + MODULES,
                "--release-info",
                "add:IMPLEMENTOR=Fray",
                "--fray-instrumentation",
                "--output=" + home);
        Process jlink = new ProcessBuilder(command).inheritIO().start();
        if (jlink.waitFor() != 0) {
            throw new AssertionError("failed: " + String.join(" ", command));
        }
        String version = nameOf(jar(INSTRUMENTATION)).replaceAll(INSTRUMENTATION + "|\\.jar", "");
        Files.writeString(home.resolve("fray-version"), version);
    }

    /**
     * Returns the command that runs a class on the image, with a folder of classes before the others. It sets the
     * number of processors to two, because threads do not spin on one, and uses one compiler, because the runs are
     * short.
     */
    List<String> java(Path classes, String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin").resolve("java").toString(),
                "-javaagent:" + jar("fray-instrumentation-agent-"),
                "-agentpath:" + agent.toAbsolutePath(),
                "-XX:ActiveProcessorCount=2",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Path jar(String prefix) {
        return JARS.stream()
                .filter(jar -> nameOf(jar).startsWith(prefix))
                .findFirst()
                .orElseThrow(() -> new AssertionError("is not on the class path: " + prefix));
    }

    private static String nameOf(Path jar) {
        return jar.getFileName().toString();
    }
}
