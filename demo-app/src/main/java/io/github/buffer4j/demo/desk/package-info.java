/** Serves the data and the controls of the desk, a page that shows the buffers at work. */
@NullMarked
package io.github.buffer4j.demo.desk;

import org.jspecify.annotations.NullMarked;
