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
 * Runs a plan of benchmarks. Each round has one fork of each cell, so that what disturbs the machine for a while does
 * not meet all forks of one cell. The result goes to NAME.json and, as tables, to NAME.md.
 */
final class BenchmarkMain {

    private BenchmarkMain() {}

    /**
     * The arguments are the name of the plan (table, short or scale) and the number of rounds. Without rounds the tables and
     * pictures are made again from the result that is there.
     */
    public static void main(String[] arguments) throws Exception {
        String name = arguments[0];
        int rounds = Integer.parseInt(arguments[1]);
        Path json = Path.of(name + ".json");
        if (rounds > 0) {
            measure(name, rounds, json);
        }
        Report report = Report.read(json);
        Files.writeString(Path.of(name + ".md"), report.toMarkdown());
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
            case "short" -> Plan.SHORT;
            case "scale" -> Plan.SCALE;
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
