/** Accepts lines over HTTP and stores them in batches, through a block buffer. */
@NullMarked
package io.github.buffer4j.demo.ingest;

import org.jspecify.annotations.NullMarked;
