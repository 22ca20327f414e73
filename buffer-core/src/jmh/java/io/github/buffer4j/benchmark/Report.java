package io.github.buffer4j.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

    /** The measurements of a cell. */
    private record Row(Cell cell, String unit, Figures figures) {

        @Override
        public String toString() {
            return "| %s | %s | %s | %s | %s |"
                    .formatted(
                            cell,
                            Figures.number(figures.median()),
                            Figures.number(figures.minimum()),
                            Figures.number(figures.maximum()),
                            unit);
        }
    }

    private final Map<String, Row> rows = new TreeMap<>();

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
                figures(new Cell(name + ".p" + (int) Double.parseDouble(percentile), parameters), unit)
                        .add(metric.get("scorePercentiles").get(percentile).asDouble());
            }
        } else {
            metric.get("rawData")
                    .forEach(fork -> fork.forEach(
                            value -> figures(new Cell(name, parameters), unit).add(value.asDouble())));
        }
        JsonNode allocated = result.path("secondaryMetrics").path("gc.alloc.rate.norm");
        if (!allocated.isMissingNode()) {
            figures(new Cell(name + ".allocated", parameters), "B/op")
                    .add(allocated.get("score").asDouble());
        }
    }

    private Figures figures(Cell cell, String unit) {
        return rows.computeIfAbsent(cell.toString(), key -> new Row(cell, unit, new Figures()))
                .figures();
    }

    /** Returns the median of a cell, if the run has it. */
    OptionalDouble median(String benchmark, Map<String, String> parameters) {
        Row row = rows.get(new Cell(benchmark, new TreeMap<>(parameters)).toString());
        return row == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(row.figures().median());
    }

    /** Returns all cells of a benchmark. */
    List<Cell> cells(String benchmark) {
        return rows.values().stream()
                .map(Row::cell)
                .filter(cell -> cell.benchmark().equals(benchmark))
                .toList();
    }

    String toMarkdown() {
        return Targets.toMarkdown(this) + "\n| cell | median | minimum | maximum | unit |\n|---|---|---|---|---|\n"
                + rows.values().stream().map(Row::toString).collect(Collectors.joining("\n")) + "\n";
    }
}
