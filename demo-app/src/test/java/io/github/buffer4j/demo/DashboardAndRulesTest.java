package io.github.buffer4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.buffer4j.BlockBuffer;
import io.github.buffer4j.BufferKind;
import io.github.buffer4j.spring.ClientStats;
import io.github.buffer4j.spring.SharedBuffer;
import io.github.buffer4j.spring.metrics.BufferMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the Grafana dashboard and the Prometheus rules with what the demo shows to Prometheus. */
@DemoTest
class DashboardAndRulesTest {

    private static final Path FOLDER = Path.of("../docs/operations");

    /* Prometheus adds them to each series that it scrapes. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern SECTION = Pattern.compile("^## (.*)$", Pattern.MULTILINE);

    private final DemoClient client;
    private final MeterRegistry meters;

    DashboardAndRulesTest(@LocalServerPort int port, @Autowired MeterRegistry meters) {
        this.client = new DemoClient(port);
        this.meters = meters;
    }

    @Test
    void everyMetricLabelAndValueOfAQueryIsInAScrape() throws Exception {
        Scrape scrape = scrape();
        Set<String> records = values(rules(), "record");
        List<Query> queries = new ArrayList<>(dashboardQueries());
        queries.addAll(ruleQueries());
        assertThat(queries).hasSizeGreaterThan(30);
        for (Query query : queries) {
            assertThat(query.selectors()).as(query.source()).isNotEmpty();
            Set<String> labels = new HashSet<>(OF_PROMETHEUS);
            for (Query.Selector selector : query.selectors()) {
                String metric = selector.metric();
                if (metric.contains(":")) {
                    assertThat(records).as(query.source()).contains(metric);
                    labels.addAll(scrape.labels("buffer_size_elements"));
                    continue;
                }
                assertThat(scrape.metrics()).as(query.source()).contains(metric);
                labels.addAll(scrape.labels(metric));
                for (Query.LabelMatcher matcher : selector.matchers()) {
                    if (!OF_PROMETHEUS.contains(matcher.label())) {
                        assertThat(scrape.values(metric, matcher.label()))
                                .as("%s: %s of %s", query.source(), matcher.label(), metric)
                                .isNotEmpty()
                                .containsAll(matcher.values());
                    }
                }
            }
            assertThat(labels).as(query.source()).containsAll(query.groupedOrShown());
        }
    }

    /* The calls in progress and the sizes of the batches are left to whoever looks for them. */
    @Test
    void everyOtherMeterIsOnTheDashboard() throws Exception {
        Set<String> meters = new HashSet<>();
        scrape().metrics().stream()
                .filter(metric -> metric.startsWith("buffer_"))
                .forEach(metric -> meters.add(meter(metric)));
        meters.removeAll(Set.of("buffer_listener_active_seconds", "buffer_listener_batch_size_elements"));
        Set<String> shown = new HashSet<>();
        dashboardQueries().forEach(query -> query.selectors().forEach(selector -> shown.add(meter(selector.metric()))));
        assertThat(shown).containsAll(meters);
    }

    @Test
    void everyPanelHasItsPlaceADescriptionAndAUnit() throws IOException {
        Set<Integer> ids = new HashSet<>();
        Set<String> places = new HashSet<>();
        for (JsonNode panel : dashboard().get("panels")) {
            String title = panel.get("title").asString();
            assertThat(ids.add(panel.get("id").asInt()))
                    .as("the id of %s is its own", title)
                    .isTrue();
            JsonNode at = panel.get("gridPos");
            for (int x = at.get("x").asInt();
                    x < at.get("x").asInt() + at.get("w").asInt();
                    x++) {
                for (int y = at.get("y").asInt();
                        y < at.get("y").asInt() + at.get("h").asInt();
                        y++) {
                    assertThat(places.add(x + "," + y))
                            .as("the place of %s is its own", title)
                            .isTrue();
                    assertThat(x).isBetween(0, 23);
                }
            }
            if (!panel.get("type").asString().equals("row")) {
                assertThat(panel.get("description").asString()).as(title).isNotEmpty();
            }
            if (panel.get("type").asString().equals("timeseries")) {
                assertThat(panel.at("/fieldConfig/defaults/unit").asString())
                        .as(title)
                        .isNotEmpty();
            }
        }
    }

    /* An import asks for the data source once, for each of the __inputs. */
    @Test
    void theDashboardAsksForItsDataSource() throws IOException {
        JsonNode dashboard = dashboard();
        assertThat(dashboard.get("uid").asString()).isNotEmpty();
        assertThat(dashboard.get("schemaVersion").asInt()).isPositive();
        assertThat(values(dashboard.get("__inputs"), "name")).containsExactly("DS_PROMETHEUS");
        assertThat(values(dashboard.get("__inputs"), "pluginId")).containsExactly("prometheus");
        for (JsonNode source : dashboard.findValues("datasource")) {
            assertThat(source.get("uid").asString()).isEqualTo("${DS_PROMETHEUS}");
        }
    }

    @Test
    void everyAlertHasASeverityASummaryAndASectionOfTheRunbook() throws IOException {
        Set<String> sections = new HashSet<>();
        SECTION.matcher(Files.readString(FOLDER.resolve("runbook.md")))
                .results()
                .forEach(title -> sections.add("runbook.md#" + title.group(1).toLowerCase(Locale.ROOT)));
        int alerts = 0;
        for (JsonNode rule : rules()) {
            if (rule.has("alert")) {
                alerts++;
                JsonNode annotations = rule.get("annotations");
                assertThat(rule.at("/labels/severity").asString()).isIn("warning", "critical");
                assertThat(annotations.propertyNames())
                        .containsExactlyInAnyOrder("summary", "description", "runbook_url");
                assertThat(sections).contains(annotations.get("runbook_url").asString());
            }
        }
        assertThat(alerts).isGreaterThan(5);
    }

    /*
     * A line is posted first: some labels are there only once a listener was called. A shared buffer without a server
     * has the meters of all of them.
     */
    private Scrape scrape() throws Exception {
        SharedBuffer shared = mock(SharedBuffer.class);
        when(shared.kind()).thenReturn(BufferKind.BLOCK);
        when(shared.stats()).thenReturn(new BlockBuffer<>(1).stats());
        when(shared.clientStats()).thenReturn(new ClientStats(0, 0, 0, 0, 0, 0, 0, 0, true, false, false));
        client.post("a line\n");
        try (BufferMetrics metrics = new BufferMetrics(shared, "shared", Tags.empty())) {
            metrics.bindTo(meters);
            return Awaitility.await()
                    .until(
                            () -> new Scrape(client.get("/actuator/prometheus").body()),
                            scrape -> scrape.metrics().contains("buffer_listener_seconds_count"));
        }
    }

    private static List<Query> dashboardQueries() throws IOException {
        JsonNode dashboard = dashboard();
        List<Query> queries = new ArrayList<>();
        for (JsonNode variable : dashboard.at("/templating/list")) {
            queries.add(new Query(
                    "variable " + variable.get("name").asString(),
                    variable.at("/query/query").asString(),
                    ""));
        }
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(
                        "panel " + panel.get("title").asString(),
                        target.get("expr").asString(),
                        target.get("legendFormat").asString()));
            }
        }
        return queries;
    }

    private static List<Query> ruleQueries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (JsonNode rule : rules()) {
            queries.add(new Query(
                    "rule " + rule.path("alert").asString(rule.path("record").asString("")),
                    rule.get("expr").asString(),
                    rule.path("annotations").toString()));
        }
        return queries;
    }

    private static JsonNode dashboard() throws IOException {
        return JSON.readTree(Files.readString(FOLDER.resolve("grafana-dashboard.json")));
    }

    private static List<JsonNode> rules() throws IOException {
        Object yaml = new Yaml().load(Files.readString(FOLDER.resolve("prometheus-rules.yml")));
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode group : JSON.<JsonNode>valueToTree(yaml).get("groups")) {
            group.get("rules").forEach(rules::add);
        }
        return rules;
    }

    private static Set<String> values(Iterable<JsonNode> nodes, String key) {
        Set<String> values = new HashSet<>();
        nodes.forEach(node -> {
            if (node.has(key)) {
                values.add(node.get(key).asString());
            }
        });
        return values;
    }

    private static String meter(String metric) {
        return metric.replaceAll("_(count|sum|max|bucket)$", "");
    }
}
