package com.acme.shop;

import org.springframework.test.context.TestPropertySource;

/** The same on a separate management port. */
@TestPropertySource(properties = "management.server.port=0")
class BuffersSecurityManagementPortTest extends BuffersSecurityTest {

    /* Spring Boot does not configure multipart for the management server. */
    @Override
    int statusOfMultipart() {
        return 500;
    }
}
