package io.github.buffer4j.spring.listener;

/** placeholder */
@interface BufferListener {}
