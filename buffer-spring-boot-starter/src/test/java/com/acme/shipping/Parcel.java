package com.acme.shipping;

/** A packed order. */
record Parcel(Order order) {}
