package com.acme.shipping;

import io.github.buffer4j.spring.listener.DeadLetter;
import java.util.List;

/** Parcels that could not be shipped. */
interface Returns {

    void add(List<DeadLetter<Parcel>> parcels);
}
