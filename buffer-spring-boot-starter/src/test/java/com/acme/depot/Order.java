package com.acme.depot;

/** An order of the example on shared buffers in the documentation. */
record Order(int number) {}
