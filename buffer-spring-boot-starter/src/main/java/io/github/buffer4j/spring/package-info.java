/** The buffers of a Spring application context, as its meters, its endpoint and its shutdown see them. */
@NullMarked
package io.github.buffer4j.spring;

import org.jspecify.annotations.NullMarked;
