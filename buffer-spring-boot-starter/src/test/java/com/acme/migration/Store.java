package com.acme.migration;

import java.util.List;

/** Keeps rows, or fails. */
interface Store {

    void insert(List<Row> rows);
}
