package io.github.buffer4j.demo.security;

import static io.github.buffer4j.demo.DemoClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.buffer4j.demo.DemoClient;
import io.github.buffer4j.demo.DemoTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

@DemoTest
@ExtendWith(OutputCaptureExtension.class)
class SecurityTest {

    private final DemoClient client;

    SecurityTest(@LocalServerPort int port) {
        this.client = new DemoClient(port);
    }

    /* All tests share one address; a successful login resets the count of wrong passwords. */
    @BeforeEach
    void forgiveWrongPasswords(@Autowired ApplicationEventPublisher events) {
        for (String user : new String[] {"operator", "somebody else"}) {
            TestingAuthenticationToken login = new TestingAuthenticationToken(user, "right");
            login.setDetails(new WebAuthenticationDetails("127.0.0.1", null));
            events.publishEvent(new AuthenticationSuccessEvent(login));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/lines",
                "/vitals",
                "/actuator",
                "/actuator/buffers",
                "/actuator/buffers/ingest",
                "/actuator/prometheus"
            })
    void anyoneReads(String path) throws Exception {
        assertThat(client.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void anyoneReadsTheHealth() throws Exception {
        assertThat(client.get("/actuator/health").statusCode())
                .as("up, or down because of what other tests have left in the buffers")
                .isIn(200, 503);
    }

    @Test
    void anyonePostsLines() throws Exception {
        assertThat(client.post("a\n").statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /actuator/buffers/vitals",
        "POST, /actuator/buffers/vitals",
        "POST, /actuator/buffers",
        "DELETE, /actuator/buffers/unknown",
        "PATCH, /actuator/health",
        "POST, /nothing",
        "POST, /lines/more"
    })
    void nobodyElseChangesAnything(String method, String path) throws Exception {
        HttpResponse<String> response = client.send(client.request(path).method(method, BodyPublishers.noBody()));
        assertThat(problem(401, response).get("detail").asString()).contains("operator");
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic realm=");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void operatorChangesBuffers() throws Exception {
        HttpRequest.Builder reset = asOperator("/actuator/buffers/vitals").DELETE();
        assertThat(client.send(reset).statusCode()).isEqualTo(200);
        HttpRequest.Builder resize = asOperator("/actuator/buffers/vitals")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"capacity\":300}"));
        assertThat(client.send(resize).statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongNameOrPasswordIsRefusedEverywhere() throws Exception {
        for (String path : new String[] {"/actuator/buffers/vitals", "/lines"}) {
            for (String user : new String[] {"operator", "nobody"}) {
                HttpResponse<String> response =
                        client.send(client.request(path, user, "wrong").DELETE());
                assertThat(problem(401, response).get("detail").asString()).contains("wrong");
                assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
            }
        }
    }

    @Test
    void tooManyWrongPasswordsAreLoggedAndHaveToWait(CapturedOutput output) throws Exception {
        for (int i = 0; i < 5; i++) {
            HttpRequest.Builder request = client.request("/actuator/buffers/vitals", "gues\nser", "wrong");
            problem(401, client.send(request.DELETE()));
        }
        HttpResponse<String> response =
                client.send(client.request("/lines", "gues\nser", "right").POST(BodyPublishers.ofString("a\n")));
        assertThat(problem(429, response).get("detail").asString()).contains("too many wrong passwords");
        assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElse("")))
                .isBetween(1, 60);
        assertThat(output.getOut().split("Wrong user name or password from 127.0.0.1, for user gues\\?ser", -1))
                .hasSize(6);
        assertThat(output).contains("Further passwords from 127.0.0.1 for user gues?ser are rejected");
        assertThat(client.send(asOperator("/actuator/buffers/vitals").DELETE()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void unknownPathsAreDeniedToTheOperator() throws Exception {
        HttpResponse<String> response = client.send(asOperator("/nothing").POST(BodyPublishers.noBody()));
        assertThat(problem(403, response).get("detail").asString()).contains("denied to everyone");
    }

    @Test
    void aPasswordIsGeneratedIfNoneIsConfigured(CapturedOutput output) {
        for (String given : new String[] {"demo.other=x", "demo.operator.password= "}) {
            users().withPropertyValues(given).run(context -> {
                String logged = output.getOut()
                        .lines()
                        .filter(line -> line.contains("demo.operator.password is not set"))
                        .reduce("", (former, line) -> line);
                String password = logged.substring(logged.lastIndexOf(' ') + 1);
                assertThat(password).hasSize(36);
                assertThat(encoded(context.getBean(UserDetailsService.class), "operator"))
                        .startsWith("{bcrypt}")
                        .satisfies(encoded -> assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                                        .matches(password, encoded))
                                .isTrue());
            });
        }
        assertThat(output.getOut()
                        .lines()
                        .filter(line -> line.contains("demo.operator.password is not set"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void aGivenPasswordIsNotLogged(CapturedOutput output) {
        users().withPropertyValues("demo.operator.username=root", "demo.operator.password=secret word")
                .run(context -> assertThat(encoded(context.getBean(UserDetailsService.class), "root"))
                        .doesNotContain("secret"));
        assertThat(output).doesNotContain("secret word").doesNotContain("is not set");
    }

    private HttpRequest.Builder asOperator(String path) {
        return client.request(path, "operator", DemoTest.PASSWORD);
    }

    private static ApplicationContextRunner users() {
        return new ApplicationContextRunner().withUserConfiguration(OperatorConfiguration.class);
    }

    private static String encoded(UserDetailsService users, String name) {
        return String.valueOf(users.loadUserByUsername(name).getPassword());
    }
}
