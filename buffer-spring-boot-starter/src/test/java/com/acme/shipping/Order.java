package com.acme.shipping;

/** An order of a customer. */
record Order(int number, String customerId) {}
