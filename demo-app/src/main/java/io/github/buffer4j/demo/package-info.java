/**
 * A small application that takes lines over HTTP and writes them to a database in batches, streams alerts and shows
 * vitals.
 */
@NullMarked
package io.github.buffer4j.demo;

import org.jspecify.annotations.NullMarked;
