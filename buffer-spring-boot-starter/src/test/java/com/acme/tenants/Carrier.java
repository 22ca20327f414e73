package com.acme.tenants;

/** Takes orders to customers. */
interface Carrier {

    /** Returns the number of the parcel. */
    int ship(Order order);
}
