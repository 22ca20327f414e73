package io.github.buffer4j.spring.autoconfigure;

import io.github.buffer4j.Buffer;

/** The factory of shared buffers. Its implementation is loaded only if there is one. */
interface SharedBufferFactory {

    /** Creates the client of an instance. */
    Buffer<Object> create(String name);

    /** Creates the client of a buffer from a declaration. */
    Buffer<Object> create(String name, BufferDeclaration declared);
}
