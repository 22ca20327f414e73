package com.acme.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** The application of docs/example.md. */
@ExtendWith(OutputCaptureExtension.class)
class MailApplicationTest {

    private static final int MAILS = 10;

    @Test
    void everyAcceptedMailIsSentBeforeTheApplicationHasShutDown(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(
                MailApplication.class, "--spring.config.location=classpath:com/acme/mail/", "--server.port=0")) {
            String port = context.getEnvironment().getRequiredProperty("local.server.port");
            for (int i = 0; i < MAILS; i++) {
                HttpRequest post = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/mails"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"to\":\"customer-" + i + "\",\"text\":\"Hello\"}"))
                        .build();
                assertThat(HttpClient.newHttpClient()
                                .send(post, BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(202);
            }
        }
        for (int i = 0; i < MAILS; i++) {
            assertThat(output).containsOnlyOnce("Sent Mail[to=customer-" + i + ", text=Hello]");
        }
        assertThat(output).doesNotContain("Buffer 'mails' was closed");
    }
}
