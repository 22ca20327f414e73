package com.acme.migration;

/** A row of the examples in docs/migration.md. */
record Row(int number) {}
