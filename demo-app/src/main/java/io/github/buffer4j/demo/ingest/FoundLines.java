package io.github.buffer4j.demo.ingest;

import java.util.List;

/**
 * The result of a search.
 *
 * @param count the number of matching lines
 * @param lines the first matching lines, in the order in which they were stored
 */
record FoundLines(long count, List<String> lines) {}
