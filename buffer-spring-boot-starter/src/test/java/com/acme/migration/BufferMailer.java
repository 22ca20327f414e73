package com.acme.migration;

import io.github.buffer4j.BufferWriter;
import io.github.buffer4j.spring.listener.BufferListener;
import org.springframework.stereotype.Component;

/** Sends mails through a buffer. */
// docs/migration.md
@Component
class BufferMailer {

    private final BufferWriter<Mail> mails;
    private final MailServer server;

    BufferMailer(BufferWriter<Mail> mails, MailServer server) {
        this.mails = mails;
        this.server = server;
    }

    void send(Mail mail) throws InterruptedException {
        mails.add(mail); // waits while 100 mails are unread
    }

    @BufferListener("mails")
    void deliver(Mail mail) {
        server.deliver(mail); // if it throws, the mail is tried again
    }
}
// end
