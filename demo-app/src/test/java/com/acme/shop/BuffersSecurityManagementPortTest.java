package com.acme.shop;

import org.springframework.test.context.TestPropertySource;

/** The same on a port of its own. */
@TestPropertySource(properties = "management.server.port=0")
class BuffersSecurityManagementPortTest extends BuffersSecurityTest {

    /* Spring Boot configures no multipart for the server of that port. */
    @Override
    int statusOfMultipart() {
        return 500;
    }
}
