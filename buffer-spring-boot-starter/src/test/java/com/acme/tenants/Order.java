package com.acme.tenants;

/** An order of a tenant of the example in the documentation. */
record Order(int number) {}
