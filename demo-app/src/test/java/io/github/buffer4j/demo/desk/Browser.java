package io.github.buffer4j.demo.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.buffer4j.demo.DemoTest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page in a headless Chromium, with a profile of its own, which ends with it. */
final class Browser implements AutoCloseable {

    private static final String SCRIPTS = "/desk/";
    /** How long what must happen may take. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts a browser. Without one the test is skipped, and fails where the environment variable CI is true. */
    static Browser start() {
        Optional<File> browser = program("chromium", "google-chrome");
        Optional<File> chromedriver = program("chromedriver");
        if (browser.isEmpty() || chromedriver.isEmpty()) {
            String message = "There is no chromium and chromedriver: install Debian's chromium and chromium-driver";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            assumeTrue(false, message);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, Level.ALL.getName()));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<File> program(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }

    void open(int port) {
        driver.get("http://localhost:" + port + "/");
        awaitTrue("the first answer", "return document.querySelectorAll('#panels .panel').length >= 3");
    }

    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void logIn() {
        logIn(DemoTest.PASSWORD);
        awaitTrue("the login", "return document.body.classList.contains('operator')");
    }

    void logIn(String password) {
        click("#log-in");
        find("#password").sendKeys(password);
        click("#login button[type=submit]");
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    void click(String selector) {
        find(selector).click();
    }

    /** Clicks the button of a panel whose label begins with a text. */
    void clickButton(String buffer, String label) {
        WebElement button = driver.findElement(By.xpath(
                "//article[@data-buffer='" + buffer + "']//button[starts-with(normalize-space(),'" + label + "')]"));
        button.click();
    }

    /** Returns a number of a panel by its label. */
    String number(String buffer, String label) {
        return driver.findElement(By.xpath("//article[@data-buffer='" + buffer + "']//dt[.='" + label + "']/../dd"))
                .getText();
    }

    void awaitTrue(String what, String script, Object... arguments) {
        await(what).atMost(PATIENCE).until(() -> Boolean.TRUE.equals(run(script, arguments)));
    }

    void awaitText(String selector, String text) {
        awaitTrue(
                selector + " to say " + text,
                "return document.querySelector(arguments[0])?.innerText.includes(arguments[1]) === true",
                selector,
                text);
    }

    Object run(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    /** Runs a file of the test resources, which ends with an expression that is a function of the arguments. */
    Object runFile(String name, Object... arguments) {
        return run("return (" + resource(SCRIPTS + name) + ")(...arguments)", arguments);
    }

    Object runAsync(String script) {
        return Objects.requireNonNullElse(driver.executeAsyncScript(script), "");
    }

    Map<String, Object> developerTool(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    /** Chooses a theme as a user does. */
    void theme(String theme) {
        run(
                "const choice = document.getElementById('theme'); choice.value = arguments[0];"
                        + "choice.dispatchEvent(new Event('change'))",
                theme);
    }

    /** Waits for two frames: the layout follows a change of the width with the next one. */
    void awaitFrames() {
        runAsync("const done = arguments[0];" + "requestAnimationFrame(() => requestAnimationFrame(() => done()))");
    }

    /** Returns the errors and warnings of the console since the last call. */
    List<String> problems() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    void assertNoProblems() {
        assertThat(problems()).isEmpty();
    }

    void savePicture(Path file, int width, int height) throws IOException {
        Map<String, Object> picture = developerTool(
                "Page.captureScreenshot",
                Map.of("format", "png", "clip", Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(String.valueOf(picture.get("data"))));
    }

    static String resource(String name) {
        try (InputStream in = Browser.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
