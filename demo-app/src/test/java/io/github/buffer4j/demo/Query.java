package io.github.buffer4j.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of the dashboard or the rules, as far as it can be compared with a scrape: the metrics that it selects, with
 * their matchers, and the labels that it groups by or shows.
 *
 * @param source where the query is
 * @param text the query in PromQL, or the query of a variable of the dashboard
 * @param shown the text that shows the result, with labels such as <code>{{name}}</code> or {@code $labels.name}
 */
record Query(String source, String text, String shown) {

    private static final Pattern SELECTOR = Pattern.compile("\\b(buffer[_:][\\w:]*)\\s*(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}|\\$labels\\.(\\w+)");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\(.*,\\s*(\\w+)\\)");

    record Selector(String metric, List<LabelMatcher> matchers) {}

    /* Variables of the dashboard are not among the values. */
    record LabelMatcher(String label, List<String> values) {}

    List<Selector> selectors() {
        List<Selector> selectors = new ArrayList<>();
        Matcher selector = SELECTOR.matcher(text);
        while (selector.find()) {
            String matchers = selector.group(2) == null ? "" : selector.group(2);
            selectors.add(new Selector(
                    selector.group(1),
                    MATCHER.matcher(matchers)
                            .results()
                            .map(one -> new LabelMatcher(one.group(1), literals(one.group(3))))
                            .toList()));
        }
        return selectors;
    }

    Set<String> groupedOrShown() {
        Set<String> labels = new HashSet<>();
        GROUPING.matcher(text)
                .results()
                .forEach(one -> labels.addAll(List.of(one.group(1).split("\\s*,\\s*"))));
        LABEL_VALUES.matcher(text).results().forEach(one -> labels.add(one.group(1)));
        SHOWN.matcher(shown).results().forEach(one -> labels.add(one.group(1) == null ? one.group(2) : one.group(1)));
        return labels;
    }

    private static List<String> literals(String value) {
        return value.startsWith("$") ? List.of() : Arrays.asList(value.split("\\|"));
    }
}
