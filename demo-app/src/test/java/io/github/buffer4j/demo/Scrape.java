package io.github.buffer4j.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The series that an application shows to Prometheus: their names, labels and the values of these. */
final class Scrape {

    private static final Pattern SERIES = Pattern.compile("^(\\w+)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, List<Map<String, String>>> series = new HashMap<>();

    Scrape(String text) {
        Matcher matcher = SERIES.matcher(text);
        while (matcher.find()) {
            Map<String, String> labels = new HashMap<>();
            if (matcher.group(2) != null) {
                LABEL.matcher(matcher.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            series.computeIfAbsent(matcher.group(1), name -> new ArrayList<>()).add(labels);
        }
    }

    Set<String> metrics() {
        return series.keySet();
    }

    /* Returns the labels that any series of the metric has; none for an unknown metric. */
    Set<String> labels(String metric) {
        Set<String> labels = new HashSet<>();
        series.getOrDefault(metric, List.of()).forEach(one -> labels.addAll(one.keySet()));
        return labels;
    }

    /* Returns the values that the label has in the series of the metric. */
    Set<String> values(String metric, String label) {
        Set<String> values = new HashSet<>();
        series.getOrDefault(metric, List.of()).forEach(one -> {
            String value = one.get(label);
            if (value != null) {
                values.add(value);
            }
        });
        return values;
    }
}
