package com.acme.migration;

import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/** Sends mails in tasks. */
// docs/migration.md
@Component
class AsyncMailer {

    private final MailServer server;

    AsyncMailer(MailServer server) {
        this.server = server;
    }

    @Async("mailExecutor")
    void send(Mail mail) {
        server.deliver(mail); // if it throws, the mail is lost, which the log tells
    }
}
// end
