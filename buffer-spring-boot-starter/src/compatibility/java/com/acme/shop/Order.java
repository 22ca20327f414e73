package com.acme.shop;

/**
 * An order.
 *
 * @param number its number
 */
record Order(int number) {}
