package io.github.buffer4j.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The result of a run: the figures of each cell, from all its rounds. */
final class Report {

    /** A benchmark method and the values of its parameters. */
    record Cell(String benchmark, Map<String, String> parameters) {

        String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }

        @Override
        public String toString() {
            return benchmark + " " + String.join(" ", parameters.values());
        }
    }

    /** What was measured in a cell. */
    static final class Figures {

        private final String unit;
        private final List<Double> values = new ArrayList<>();

        private Figures(String unit) {
            this.unit = unit;
        }

        double median() {
            List<Double> sorted = sorted();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }

        private List<Double> sorted() {
            List<Double> sorted = new ArrayList<>(values);
            Collections.sort(sorted);
            return sorted;
        }

        @Override
        public String toString() {
            List<Double> sorted = sorted();
            return "| %s | %s | %s | %s |"
                    .formatted(number(median()), number(sorted.get(0)), number(sorted.get(sorted.size() - 1)), unit);
        }
    }

    private final Map<String, Map.Entry<Cell, Figures>> cells = new TreeMap<>();

    private Report() {}

    static Report read(Path json) throws IOException {
        Report report = new Report();
        for (JsonNode result : new ObjectMapper().readTree(json.toFile())) {
            report.add(result);
        }
        return report;
    }

    private void add(JsonNode result) {
        String name = result.get("benchmark").asText().replaceAll(".*\\.(\\w+)Benchmark\\.", "$1.");
        Map<String, String> parameters = new TreeMap<>();
        result.path("params")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        JsonNode metric = result.get("primaryMetric");
        String unit = metric.get("scoreUnit").asText();
        if (result.get("mode").asText().equals("sample")) {
            for (String percentile : List.of("50.0", "99.0")) {
                values(new Cell(name + ".p" + (int) Double.parseDouble(percentile), parameters), unit)
                        .add(metric.get("scorePercentiles").get(percentile).asDouble());
            }
        } else {
            metric.get("rawData")
                    .forEach(fork -> fork.forEach(
                            value -> values(new Cell(name, parameters), unit).add(value.asDouble())));
        }
        JsonNode allocated = result.path("secondaryMetrics").path("gc.alloc.rate.norm");
        if (!allocated.isMissingNode()) {
            values(new Cell(name + ".allocated", parameters), "B/op")
                    .add(allocated.get("score").asDouble());
        }
    }

    private List<Double> values(Cell cell, String unit) {
        return cells.computeIfAbsent(cell.toString(), key -> Map.entry(cell, new Figures(unit)))
                .getValue()
                .values;
    }

    /** The median of a cell, if the run has it. */
    OptionalDouble median(String benchmark, Map<String, String> parameters) {
        Map.Entry<Cell, Figures> entry = cells.get(new Cell(benchmark, new TreeMap<>(parameters)).toString());
        return entry == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(entry.getValue().median());
    }

    /** All cells of a benchmark. */
    List<Cell> cells(String benchmark) {
        return cells.values().stream()
                .map(Map.Entry::getKey)
                .filter(cell -> cell.benchmark().equals(benchmark))
                .toList();
    }

    String toMarkdown() {
        String rows = cells.values().stream()
                .map(entry -> "| " + entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("\n"));
        return Targets.toMarkdown(this) + "\n| cell | median | minimum | maximum | unit |\n|---|---|---|---|---|\n"
                + rows + "\n";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
