package io.github.buffer4j.demo.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoServer;
import io.github.buffer4j.demo.DemoTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The desk in a browser. */
class DeskBrowserTest {

    private static final Path FILE = Path.of("..", "LICENSE");
    private static final int[] WIDTHS = {360, 768, 1440};

    @TempDir
    Path directory;

    private Browser browser;
    private DemoServer demo;
    private DemoClient client;

    @BeforeEach
    void start() {
        browser = Browser.start();
        demo = server("server.port=0");
        client = new DemoClient(demo.port());
    }

    @AfterEach
    void stop() {
        try {
            if (demo != null) {
                demo.close();
            }
        } finally {
            if (browser != null) {
                browser.close();
            }
        }
    }

    private DemoServer server(String port) {
        return new DemoServer(
                directory.resolve("database"),
                "demo.operator.password=" + DemoTest.PASSWORD,
                "demo.ingest.max-wait=60s",
                port);
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Browser.PATIENCE);
    }

    @Test
    void theChartMovesWhileAFileIsPostedAndTheConsoleStaysEmpty() throws Exception {
        browser.open(demo.port());
        browser.awaitTrue("two answers", "return document.querySelector('[data-buffer=ingest] .events') !== null");
        await("the line at the bottom").until(() -> height("ingest") > 0);
        assertThat(height("ingest")).isLessThan(0.3);
        String file = Files.readString(FILE);
        long lines = file.lines().count();
        for (int i = 0; i < 10; i++) {
            assertThat(client.post(file).statusCode()).isEqualTo(202);
        }
        await("the line to rise").until(() -> height("ingest") > 0.4);
        browser.awaitTrue(
                "the lines in the table",
                "const figure = document.querySelectorAll('[data-buffer=ingest] figure')[1];"
                        + "figure.querySelector('details').open = true;"
                        + "return [...figure.querySelectorAll('tbody td:nth-child(2)')]"
                        + ".some(cell => Number(cell.textContent.replace(',', '')) > 0)");
        await("the lines").until(() -> demo.buffer("ingest").stats().read() == 10 * lines);
        assertThat(browser.text("#connection")).contains("Live");
        browser.assertNoProblems();
    }

    @Test
    void aStrangerSeesNoControlAndCannotReset() throws Exception {
        browser.open(demo.port());
        assertThat(browser.find("[data-buffer=ingest] .controls").isDisplayed()).isFalse();
        assertThat(browser.find("#open-playground").isDisplayed()).isFalse();
        client.post("error\n");
        Object status = browser.runAsync("const done = arguments[0];"
                + "fetch('actuator/buffers/alerts', { method: 'DELETE', headers: { 'X-Requested-With': 'desk' } })"
                + ".then(answer => done(answer.status + ' ' + answer.headers.get('WWW-Authenticate')))");
        assertThat(status).isEqualTo("401 Desk realm=\"Buffer4j\"");
        assertThat(demo.buffer("alerts").size()).isEqualTo(1);
        browser.logIn("wrong");
        browser.awaitText("#login-result", "wrong");
        assertThat(browser.find("[data-buffer=ingest] .controls").isDisplayed()).isFalse();
    }

    @Test
    @Tag("evidence")
    void aPauseStopsTheReadsAndAResetEmptiesTheBuffer() throws Exception {
        browser.open(demo.port());
        browser.logIn();
        browser.clickButton("ingest", "Pause store");
        browser.awaitText("[data-buffer=ingest] .chip", "Paused");
        long read = demo.buffer("ingest").stats().read();
        client.post("line\n".repeat(500));
        await("the lines").until(() -> browser.number("ingest", "Size").equals("500"));
        assertThat(browser.text("[data-buffer=ingest] .side")).contains("store: paused");
        assertThat(browser.number("ingest", "Reads")).isEqualTo("0/s");
        assertThat(demo.buffer("ingest").stats().read()).isEqualTo(read);
        browser.clickButton("ingest", "Reset");
        await("the reset").until(() -> browser.number("ingest", "Size").equals("0"));
        assertThat(demo.buffer("ingest").stats().discarded()).isEqualTo(500);
        browser.clickButton("ingest", "Resume store");
        browser.awaitText("[data-buffer=ingest] .side", "store: running");
        browser.awaitText("[data-buffer=ingest] .events", "listener-resumed");
        browser.assertNoProblems();
    }

    @Test
    @Tag("evidence")
    void backpressureReachesTheWriterOfABurst() {
        browser.open(demo.port());
        browser.logIn();
        browser.clickButton("ingest", "Pause store");
        browser.awaitText("[data-buffer=ingest] .chip", "Paused");
        browser.run("const input = document.querySelector('[data-buffer=ingest] .controls input');"
                + "input.value = '12000'; input.form.requestSubmit();");
        await("the writer to wait")
                .until(() -> browser.number("ingest", "Writers waiting").equals("1"));
        browser.awaitText("#pipeline", "1 waiting");
        assertThat(browser.text("[data-buffer=ingest] .chip")).contains("Full");
        browser.clickButton("ingest", "Resume store");
        browser.awaitText("[data-buffer=ingest] .result", "12,000");
        browser.assertNoProblems();
    }

    @Test
    @Tag("evidence")
    void alertsComeWhileThePageListensAndTheVitalsAreAWindow() throws Exception {
        browser.open(demo.port());
        client.post("error 1\n");
        browser.awaitText("[data-buffer=alerts] .alerts", "error 1");
        browser.clickButton("alerts", "Listen");
        browser.awaitText("[data-buffer=alerts] .extra", "1 so far");
        client.post("error 2\n");
        browser.awaitText("[data-buffer=alerts] .extra", "error 2");
        browser.awaitText("#pipeline", "1 listening");
        assertThat(demo.buffer("alerts").stats().read()).isEqualTo(2);
        browser.clickButton("alerts", "Stop listening");
        browser.awaitText("[data-buffer=vitals] .window", "Room for");
        browser.assertNoProblems();
    }

    @Test
    @Tag("evidence")
    void thePageRecoversFromARestartOfTheServer() throws Exception {
        demo.close();
        int port = freePort();
        demo = server("server.port=" + port);
        client = new DemoClient(port);
        browser.open(port);
        client.post("line\n".repeat(100));
        await("the lines").until(() -> demo.buffer("ingest").stats().read() == 100);
        demo.close();
        browser.awaitText("#connection", "Disconnected");
        demo = server("server.port=" + port);
        browser.awaitText("#connection", "Live");
        client.post("line\n".repeat(50));
        browser.awaitTrue(
                "the new series",
                "const figure = document.querySelectorAll('[data-buffer=ingest] figure')[1];"
                        + "figure.querySelector('details').open = true;"
                        + "const cells = [...figure.querySelectorAll('tbody td:nth-child(2)')];"
                        + "return cells.some(cell => Number(cell.textContent) > 0)");
        assertThat(browser.problems())
                .allMatch(problem -> problem.contains("ERR_CONNECTION_REFUSED")
                        || problem.contains("ERR_CONNECTION_RESET")
                        || problem.contains("ERR_EMPTY_RESPONSE")
                        || problem.contains("503"));
    }

    @Test
    @Tag("evidence")
    void thePageAsksAtMostOnceASecondAndNotWhileItIsHidden() {
        browser.open(demo.port());
        browser.run("window.begins = []; const ask = window.fetch; window.fetch = (...args) => {"
                + "window.begins.push(performance.now()); return ask(...args); };"
                + "window.hide = value => { Object.defineProperty(document, 'hidden', { value, configurable: true });"
                + "document.dispatchEvent(new Event('visibilitychange')); };");
        browser.run("for (let i = 0; i < 20; i++) { window.hide(true); window.hide(false); }");
        browser.awaitTrue("some requests", "return window.begins.length >= 4");
        assertThat(browser.run("return Math.min(...window.begins.slice(1).map((end, i) => end - window.begins[i]))"))
                .satisfies(least -> assertThat(((Number) least).doubleValue()).isGreaterThanOrEqualTo(999));
        browser.run("window.hide(true); window.begins = []; window.hiddenAt = performance.now();");
        browser.awaitTrue("a while", "return performance.now() - window.hiddenAt > 2500");
        assertThat(browser.run("return window.begins.length")).isEqualTo(0L);
        assertThat(browser.text("#connection")).contains("Hidden");
        browser.run("window.hide(false)");
        browser.awaitTrue("the next request", "return window.begins.length > 0");
    }

    @Test
    @Tag("evidence")
    void thePlaygroundShowsHowBuffersEnd() {
        browser.open(demo.port());
        openPlayground();
        browser.clickButton("try-block", "Close with error");
        browser.awaitText("[data-buffer=try-block] .note", "IllegalStateException");
        browser.clickButton("try-ring", "Close write");
        browser.awaitText("[data-buffer=try-ring] .chip", "Drained");
        browser.clickButton("try-block", "Reopen");
        browser.awaitText("[data-buffer=try-block] .chip", "Open");
        browser.click("#remove-playground");
        browser.awaitTrue("the removal", "return document.querySelectorAll('#toys .panel').length === 0");
        browser.assertNoProblems();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    @Tag("evidence")
    void nothingKeepsPeopleOut(String theme) {
        browser.size(1440, 900);
        browser.open(demo.port());
        browser.theme(theme);
        assertThat(violations()).isEmpty();
        openPlayground();
        showEveryCondition();
        browser.run("document.querySelectorAll('details').forEach(details => { details.open = true; })");
        assertThat(violations()).isEmpty();
        browser.click("#log-out");
        browser.click("#log-in");
        assertThat(violations()).isEmpty();
    }

    @Test
    @Tag("evidence")
    void labelsDoNotIntersect() throws Exception {
        browser.open(demo.port());
        for (int width : WIDTHS) {
            browser.size(width, 900);
            assertNoOverlaps(width);
        }
        client.post("2026-11-27 ERROR a long line with a_word_without_any_space_" + "x".repeat(200) + "\n");
        browser.awaitText("[data-buffer=alerts]", "a long line");
        openPlayground();
        showEveryCondition();
        for (int width : WIDTHS) {
            browser.size(width, 900);
            assertNoOverlaps(width);
        }
    }

    private void assertNoOverlaps(int width) {
        browser.awaitTrue("the width", "return innerWidth === arguments[0]", width);
        browser.awaitFrames();
        assertThat((List<?>) browser.runFile("overlaps.js"))
                .as("at %d pixels", width)
                .isEmpty();
    }

    /* Below those that the system gives to clients, which could have it before the server has started again. */
    private static int freePort() {
        while (true) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 30_000))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Another one, then.
            }
        }
    }

    private void openPlayground() {
        browser.logIn();
        browser.click("#open-playground");
        browser.awaitTrue("the playground", "return document.querySelectorAll('#toys .panel').length === 3");
    }

    /* An error, an end, a pause and a buffer that is full. */
    private void showEveryCondition() {
        browser.clickButton("try-block", "Close with error");
        browser.clickButton("try-ring", "Close write");
        browser.clickButton("try-growable", "Pause try-growable");
        browser.clickButton("ingest", "Pause store");
        browser.awaitText("[data-buffer=ingest] .chip", "Paused");
        browser.run("const input = document.querySelector('[data-buffer=ingest] .controls input');"
                + "input.value = '12000'; input.form.requestSubmit();");
        browser.awaitText("[data-buffer=ingest] .chip", "Full");
        browser.awaitText("[data-buffer=try-block] .chip", "Error");
        browser.awaitText("[data-buffer=try-ring] .chip", "Drained");
    }

    private List<?> violations() {
        browser.run(Browser.resource("/axe.min.js"));
        Object result = browser.runAsync("const done = arguments[0];"
                + "axe.run().then(found => done(found.violations.map(one =>"
                + "one.id + ': ' + one.nodes.map(node => node.target + ' ' + node.failureSummary).join('; '))))");
        return (List<?>) result;
    }

    private double height(String buffer) {
        return ((Number) browser.runFile("height.js", buffer)).doubleValue();
    }
}
