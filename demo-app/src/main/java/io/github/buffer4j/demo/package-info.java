/** A small application that accepts lines over HTTP and stores them in batches, streams alerts and shows vitals. */
@NullMarked
package io.github.buffer4j.demo;

import org.jspecify.annotations.NullMarked;
