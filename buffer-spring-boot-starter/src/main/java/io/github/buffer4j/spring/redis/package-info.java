/** Buffers that several JVMs share through a Redis server. */
@NullMarked
package io.github.buffer4j.spring.redis;

import org.jspecify.annotations.NullMarked;
