package com.acme.depot;

/** Takes orders to customers. */
interface Carrier {

    void ship(Order order);
}
