package io.github.buffer4j.demo;

import java.util.List;

/**
 * Lines that match a search.
 *
 * @param count how many match
 * @param lines the first of them, in the order in which they were stored
 */
record FoundLines(long count, List<String> lines) {}
