package com.acme.shipping;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application of docs/listeners.md. */
@SpringBootApplication
class ShippingApplication {}
