/** Streams alerts to listeners through a growable buffer. */
@NullMarked
package io.github.buffer4j.demo.alerts;

import org.jspecify.annotations.NullMarked;
