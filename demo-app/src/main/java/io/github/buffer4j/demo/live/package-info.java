/** Streams new lines to listeners, each through a ring buffer that is created at run time. */
@NullMarked
package io.github.buffer4j.demo.live;

import org.jspecify.annotations.NullMarked;
