package com.acme.shop;

/** An order of the example shop in the documentation. */
record Order(int number) {}
