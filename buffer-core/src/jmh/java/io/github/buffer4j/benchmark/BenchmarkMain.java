package io.github.buffer4j.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs a plan of benchmarks. Each round has one fork of each cell, so that a temporary disturbance of the machine does
 * not affect all forks of one cell. The result is written to RESULT.json and, as tables, to RESULT.md.
 */
final class BenchmarkMain {

    private BenchmarkMain() {}

    /**
     * Runs the benchmarks that the system properties specify. {@code jmh.plan} is the name of the plan: table, busy,
     * short, scale, bytes, or compare for a {@link Comparison}. {@code jmh.rounds} is the number of rounds. {@code
     * jmh.result} is the name of the result, by default that of the plan. With 0 rounds the tables and charts are
     * generated from an earlier result.
     */
    public static void main(String[] arguments) throws Exception {
        String name = Side.property("jmh.plan", "short");
        String result = Side.property("jmh.result", name);
        if (name.equals("compare")) {
            Comparison.run(result, Integer.parseInt(Side.property("jmh.rounds", "10")));
            return;
        }
        int rounds = Integer.parseInt(Side.property("jmh.rounds", "2"));
        Path json = Path.of(result + ".json");
        if (rounds > 0) {
            measure(name, rounds, json);
        }
        Report report = Report.read(json);
        Files.writeString(Path.of(result + ".md"), report.toMarkdown());
        if (name.equals("scale")) {
            Charts.draw(report, Path.of(""));
        }
        System.out.println(report.toMarkdown());
    }

    private static void measure(String name, int rounds, Path json) throws Exception {
        List<RunResult> results = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            for (Plan plan : plans(name)) {
                results.addAll(run(plan, false));
            }
        }
        if (name.equals("table")) {
            for (Plan plan : Plan.OPERATIONS) {
                results.addAll(run(plan, true));
            }
        }
        ResultFormatFactory.getInstance(ResultFormatType.JSON, json.toString()).writeOut(results);
    }

    private static List<Plan> plans(String name) {
        return switch (name) {
            case "table" -> Plan.TABLE;
            case "busy" -> Plan.BUSY;
            case "short" -> Plan.SHORT;
            case "scale" -> Plan.SCALE;
            case "bytes" -> Plan.BYTES;
            default -> throw new IllegalArgumentException("no such plan: " + name);
        };
    }

    private static Collection<RunResult> run(Plan plan, boolean allocation) throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + plan.benchmark().getSimpleName() + "\\.")
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(500))
                .timeout(TimeValue.minutes(1))
                .shouldFailOnError(true)
                .jvmArgs("-Xms2g", "-Xmx2g", "-XX:+UseParallelGC");
        plan.parameters().forEach(options::param);
        if (allocation) {
            options.addProfiler(GCProfiler.class);
        }
        return new Runner(options.build()).run();
    }
}
