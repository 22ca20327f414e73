package com.acme.mail;

import io.github.buffer4j.BlockBuffer;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

// docs/example.md
@SpringBootApplication
@EnableAsync
class MailApplication {

    record Mail(String to, String text) {}

    @RestController
    static class Outbox {

        private final BlockBuffer<Mail> mails;

        Outbox(BlockBuffer<Mail> mails) {
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

        private final BlockBuffer<Mail> mails;

        Sender(BlockBuffer<Mail> mails) {
            this.mails = mails;
        }

        @Async
        @EventListener(ApplicationReadyEvent.class)
        void sendAll() throws InterruptedException {
            mails.forEach(mail -> System.out.println("Sent " + mail)); // until the shutdown
        }
    }

    public static void main(String[] args) {
        SpringApplication.run(MailApplication.class, args);
    }
}
// end
