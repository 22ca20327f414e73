package io.github.buffer4j.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The figures of a comparison, idle and busy side by side. Each side has a median with minimum and maximum. Each side
 * except the first also has the ratio of its median to that of the first, in bold type if it misses its target.
 */
final class ComparisonTable {

    private record Row(String cell, String figure) {}

    private record Column(Load load, String side) {}

    private final Map<Row, Map<Column, Figures>> rows = new LinkedHashMap<>();
    private final Set<Load> loads = EnumSet.noneOf(Load.class);
    private final Set<String> sides = new LinkedHashSet<>();

    private ComparisonTable() {}

    /** Reads lines of cell, load, side, figure and value, separated by tabs. */
    static ComparisonTable read(Path figures) throws IOException {
        ComparisonTable table = new ComparisonTable();
        for (String line : Files.readAllLines(figures)) {
            String[] words = line.split("\t", -1);
            Load load = Load.valueOf(words[1].toUpperCase(Locale.ROOT));
            table.loads.add(load);
            table.sides.add(words[2]);
            table.rows
                    .computeIfAbsent(new Row(words[0], words[3]), row -> new LinkedHashMap<>())
                    .computeIfAbsent(new Column(load, words[2]), column -> new Figures())
                    .add(Double.parseDouble(words[4]));
        }
        return table;
    }

    String toMarkdown() {
        StringBuilder text = new StringBuilder("| cell | figure |");
        for (Load load : loads) {
            sides.forEach(
                    side -> text.append(" %s %s |%s".formatted(load, side, side.equals(first()) ? "" : " ratio |")));
        }
        text.append(" target |\n|---|---|");
        text.append("---|".repeat(loads.size() * (2 * sides.size() - 1) + 1)).append('\n');
        rows.forEach((row, figures) -> append(text, row, figures));
        return text.toString();
    }

    private String first() {
        return sides.iterator().next();
    }

    private void append(StringBuilder text, Row row, Map<Column, Figures> figures) {
        ComparisonCell cell = ComparisonCell.of(row.cell());
        boolean judged = first().equals(Peer.ARRAY_BLOCKING_QUEUE.name());
        text.append("| %s | %s |".formatted(row.cell(), row.figure()));
        for (Load load : loads) {
            Figures base = figures.get(new Column(load, first()));
            for (String side : sides) {
                Figures own = figures.get(new Column(load, side));
                text.append(own == null ? " |" : " " + text(row, own) + " |");
                if (!side.equals(first())) {
                    text.append(
                            own == null || base == null
                                    ? " |"
                                    : ratio(own.median() / base.median(), row, cell, judged));
                }
            }
        }
        text.append(" %s |\n".formatted(judged ? cell.target(row.figure()) : ""));
    }

    private static String text(Row row, Figures figures) {
        return row.figure().equals(Trial.FAILED) ? figures.count() + " processes" : figures.toString();
    }

    private static String ratio(double ratio, Row row, ComparisonCell cell, boolean judged) {
        double shown = Math.round(100 * ratio) / 100.0;
        String format = judged && cell.misses(row.figure(), shown) ? " **%.2f** |" : " %.2f |";
        return String.format(Locale.ROOT, format, ratio);
    }
}
