package com.acme.mail;

import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.spring.listener.BufferListener;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

// docs/example.md
@SpringBootApplication
class MailApplication {

    record Mail(String to, String text) {}

    @RestController
    static class Outbox {

        private final BufferWriter<Mail> mails;

        Outbox(BufferWriter<Mail> mails) {
            this.mails = mails;
        }

        @PostMapping("/mails")
        @ResponseStatus(HttpStatus.ACCEPTED)
        void accept(@RequestBody Mail mail) throws InterruptedException {
            if (!mails.offer(mail, Duration.ofSeconds(1))) { // waits for room
                throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
            }
        }
    }

    @Component
    static class Sender {

        @BufferListener("mails")
        void send(Mail mail) {
            System.out.println("Sent " + mail);
        }
    }

    public static void main(String[] args) {
        SpringApplication.run(MailApplication.class, args);
    }
}
// end
