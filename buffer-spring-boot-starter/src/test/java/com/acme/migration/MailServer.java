package com.acme.migration;

/** Delivers mails, or fails. */
interface MailServer {

    void deliver(Mail mail);
}
