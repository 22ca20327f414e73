/** Events of buffers and their listeners: published in the application context, and kept in a bounded history. */
@NullMarked
package io.github.buffer4j.spring.event;

import org.jspecify.annotations.NullMarked;
