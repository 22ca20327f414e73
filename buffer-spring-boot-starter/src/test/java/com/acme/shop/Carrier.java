package com.acme.shop;

/** Takes orders to customers, or fails. */
interface Carrier {

    void ship(Order order);
}
