package com.acme.shop;

/** What the shop of the documentation sells. */
record Order(int number) {}
