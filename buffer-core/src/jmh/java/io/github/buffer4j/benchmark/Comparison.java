package io.github.buffer4j.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares the buffer with a queue in many short processes, because results vary more between processes than within
 * one. Each round has one process for each cell, load and side. The sides alternate, so that a temporary disturbance of
 * the machine affects all of them. Figures are appended to RESULT.txt as they are measured, and written as a table to
 * RESULT.md after each round.
 */
final class Comparison {

    private static final int START_MILLIS = 400;

    /** A process that runs in each round. */
    private record Step(ComparisonCell cell, Load load, Side side) {

        @Override
        public String toString() {
            return cell.name() + "\t" + load + "\t" + side.name();
        }
    }

    private Comparison() {}

    /**
     * Measures the cells whose name, followed by a space and the load, contains a match of the regular expression
     * {@code jmh.cells}. With 0 rounds the table is generated from an earlier result.
     */
    static void run(String result, int rounds) throws Exception {
        Path figures = Path.of(result + ".txt");
        Path table = Path.of(result + ".md");
        if (rounds > 0) {
            List<Step> steps = steps(Pattern.compile(Side.property("jmh.cells", "")));
            System.out.printf(
                    "%d processes, about %d minutes; load average %.1f, which should be close to 0%n",
                    steps.size() * rounds,
                    estimate(steps, rounds).toMinutes(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            Files.deleteIfExists(figures);
            for (int round = 1; round <= rounds; round++) {
                for (Step step : steps) {
                    measure(step, figures);
                }
                Files.writeString(table, ComparisonTable.read(figures).toMarkdown());
                System.out.println("round " + round + " of " + rounds);
            }
        } else {
            Files.writeString(table, ComparisonTable.read(figures).toMarkdown());
        }
        System.out.println(Files.readString(table));
    }

    private static List<Step> steps(Pattern wanted) {
        List<Side> sides = Side.all();
        List<Step> steps = new ArrayList<>();
        for (ComparisonCell cell : ComparisonCell.ALL) {
            for (Load load : Load.values()) {
                if (wanted.matcher(cell.name() + " " + load).find()) {
                    sides.forEach(side -> steps.add(new Step(cell, load, side)));
                }
            }
        }
        return steps;
    }

    private static Duration estimate(List<Step> steps, int rounds) {
        long millis = steps.stream()
                .mapToLong(step -> START_MILLIS + step.cell().trial().get().millis())
                .sum();
        return Duration.ofMillis(rounds * millis).plusSeconds(59);
    }

    private static void measure(Step step, Path figures) throws IOException, InterruptedException {
        List<String> lines = step.side().run(step.cell(), step.load());
        if (lines.isEmpty()) {
            System.out.println("failed: " + step);
            lines = List.of(Trial.FAILED + "\t1");
        }
        Files.write(
                figures,
                lines.stream().map(line -> step + "\t" + line).toList(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
