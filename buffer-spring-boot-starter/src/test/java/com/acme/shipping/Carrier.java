package com.acme.shipping;

import java.io.IOException;

/** Takes parcels to customers, or fails. */
interface Carrier {

    void ship(Parcel parcel) throws IOException;
}
