package com.acme.migration;

/** A mail of the examples in docs/migration.md. */
record Mail(int number) {}
