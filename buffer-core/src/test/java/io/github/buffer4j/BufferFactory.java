package io.github.buffer4j;

/** Creates the buffers that a contract tests. */
interface BufferFactory {

    Kind kind();

    default <E> AbstractBuffer<E> create(int capacity) {
        return kind().create(capacity);
    }

    /** Creates an open buffer of capacity eight that contains the given elements. */
    default AbstractBuffer<String> open(String... elements) throws InterruptedException {
        AbstractBuffer<String> buffer = create(8);
        buffer.write(elements);
        return buffer;
    }
}
